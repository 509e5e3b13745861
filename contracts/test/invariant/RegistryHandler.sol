// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {EventCounting} from "./EventCounting.sol";

/// @title Lives with one registry: families grow, terms and splits change, models are sold and frozen.
contract RegistryHandler is EventCounting {
    uint256 private constant OWNERS = 4;

    bytes32[] public modelIds;
    mapping(bytes32 modelId => bytes32[]) private _parents;
    /// @dev Hash of what must never change about a model.
    mapping(bytes32 modelId => bytes32) public fixedPart;
    /// @dev Hash of the split as it was last set, or of the new owner alone.
    mapping(bytes32 modelId => bytes32) public expectedSplit;

    constructor() {
        setUp();
        _leaveUncounted(IERC721.Transfer.selector);
    }

    function register(uint256 seed, uint256 parentCount, uint32 share, bool relative) external counted {
        bytes32 modelId = keccak256(abi.encode("model", modelIds.length));
        address owner = owners(seed);
        Application memory application = _application(modelId, owner);
        application.parents = _pickParents(seed, parentCount % 4);
        application.royaltyPolicy = relative ? LRP : LAP;
        application.royaltyShare = uint32(bound(share, 0, 10_000_000));
        if (!_fits(application.parents)) return;
        _register(application, owner);
        modelIds.push(modelId);
        _parents[modelId] = application.parents;
        fixedPart[modelId] = fixedPartNow(modelId);
        expectedSplit[modelId] = keccak256(abi.encode(_unsplit(owner)));
    }

    function setTerms(uint256 seed, uint64 delay) external counted {
        if (modelIds.length == 0) return;
        bytes32 modelId = _model(seed);
        uint64 effectiveAt = uint64(vm.getBlockTimestamp()) + NOTICE + delay % 30 days;
        vm.prank(registry.ownerOf(uint256(modelId)));
        registry.setTerms(modelId, _terms(), effectiveAt);
    }

    function setSplit(uint256 seed, uint256 count) external counted {
        if (modelIds.length == 0) return;
        bytes32 modelId = _model(seed);
        IModelRegistry.Split memory split = _evenSplit(bound(count, 1, 64));
        vm.prank(registry.ownerOf(uint256(modelId)));
        registry.setSplit(modelId, split);
        expectedSplit[modelId] = keccak256(abi.encode(split));
    }

    function transfer(uint256 seed, uint256 to) external counted {
        if (modelIds.length == 0) return;
        uint256 tokenId = uint256(_model(seed));
        address owner = registry.ownerOf(tokenId);
        vm.prank(owner);
        registry.transferFrom(owner, owners(to), tokenId);
        expectedSplit[bytes32(tokenId)] = keccak256(abi.encode(_unsplit(owners(to))));
    }

    function freezeOrUnfreeze(uint256 seed) external counted {
        if (modelIds.length == 0) return;
        bytes32 modelId = _model(seed);
        bool frozen = registry.modelOf(modelId).frozen;
        vm.prank(arbiter);
        frozen ? registry.unfreeze(modelId, owners(seed)) : registry.freeze(modelId);
    }

    function modelCount() external view returns (uint256) {
        return modelIds.length;
    }

    function registryUnderTest() external view returns (address) {
        return address(registry);
    }

    function parentsOf(bytes32 modelId) external view returns (bytes32[] memory) {
        return _parents[modelId];
    }

    function fixedPartNow(bytes32 modelId) public view returns (bytes32) {
        IModelRegistry.Model memory model = registry.modelOf(modelId);
        model.frozen = false;
        return keccak256(abi.encode(model));
    }

    function owners(uint256 seed) public pure returns (address) {
        return address(uint160(0xa000 + seed % OWNERS));
    }

    function _model(uint256 seed) private view returns (bytes32) {
        return modelIds[seed % modelIds.length];
    }

    /// @dev Distinct models that are not frozen, at most `count`.
    function _pickParents(uint256 seed, uint256 count) private view returns (bytes32[] memory parents) {
        bytes32[] memory picked = new bytes32[](count);
        uint256 found = 0;
        for (uint256 i = 0; i < modelIds.length && found < count; ++i) {
            bytes32 candidate = modelIds[(seed % modelIds.length + i) % modelIds.length];
            if (!registry.modelOf(candidate).frozen) picked[found++] = candidate;
        }
        parents = new bytes32[](found);
        for (uint256 i = 0; i < found; ++i) {
            parents[i] = picked[i];
        }
    }

    function _fits(bytes32[] memory parents) private view returns (bool) {
        uint256 shares = 0;
        uint256 ancestors = 0;
        for (uint256 i = 0; i < parents.length; ++i) {
            IModelRegistry.Model memory parent = registry.modelOf(parents[i]);
            shares += parent.lapBound + parent.royaltyShare;
            ancestors += 1 + parent.ancestorBound;
        }
        return shares <= 100_000_000 && ancestors <= 1024;
    }
}
