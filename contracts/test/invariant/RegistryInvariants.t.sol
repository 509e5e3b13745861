// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ModelRegistry} from "../../src/ModelRegistry.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {RegistryHandler} from "./RegistryHandler.sol";

contract RegistryInvariants is Test {
    RegistryHandler private _handler;
    ModelRegistry private _registry;

    function setUp() public {
        _handler = new RegistryHandler();
        _registry = ModelRegistry(_handler.registryUnderTest());
        bytes4[] memory steps = new bytes4[](5);
        steps[0] = RegistryHandler.register.selector;
        steps[1] = RegistryHandler.setTerms.selector;
        steps[2] = RegistryHandler.setSplit.selector;
        steps[3] = RegistryHandler.transfer.selector;
        steps[4] = RegistryHandler.freezeOrUnfreeze.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: steps}));
        targetContract(address(_handler));
    }

    function invariantWhatBindsChildrenNeverChanges() public view {
        for (uint256 i = 0; i < _handler.modelCount(); ++i) {
            bytes32 modelId = _handler.modelIds(i);
            assertEq(_handler.fixedPartNow(modelId), _handler.fixedPart(modelId));
        }
    }

    function invariantLineageStaysWithinItsBounds() public view {
        for (uint256 i = 0; i < _handler.modelCount(); ++i) {
            bytes32 modelId = _handler.modelIds(i);
            IModelRegistry.Model memory model = _registry.modelOf(modelId);
            bytes32[] memory parents = _handler.parentsOf(modelId);
            uint256 lapBound = 0;
            uint256 relative = 0;
            uint256 ancestors = 0;
            for (uint256 j = 0; j < parents.length; ++j) {
                IModelRegistry.Model memory parent = _registry.modelOf(parents[j]);
                bool isRelative = parent.royaltyPolicy == IModelRegistry.RoyaltyPolicy.LRP;
                lapBound += parent.lapBound + (isRelative ? 0 : parent.royaltyShare);
                relative += isRelative ? parent.royaltyShare : 0;
                ancestors += 1 + parent.ancestorBound;
            }
            assertEq(model.lapBound, lapBound);
            assertEq(model.ancestorBound, ancestors);
            assertEq(model.parentCount, parents.length);
            assertLe(lapBound + relative, 100_000_000);
        }
    }

    function invariantSplitsAreAsLastSetAndResetByATransfer() public view {
        for (uint256 i = 0; i < _handler.modelCount(); ++i) {
            bytes32 modelId = _handler.modelIds(i);
            assertEq(keccak256(abi.encode(_registry.splitOf(modelId))), _handler.expectedSplit(modelId));
        }
    }

    function invariantEveryEventIsCounted() public view {
        assertEq(_registry.eventCount(), _handler.eventsSeen(address(_registry)));
    }
}
