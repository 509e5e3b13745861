// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Vm} from "forge-std/Vm.sol";
import {AccessPass} from "../../src/AccessPass.sol";
import {Marketplace} from "../../src/Marketplace.sol";
import {RoyaltyVault} from "../../src/RoyaltyVault.sol";
import {VerificationOracle} from "../../src/VerificationOracle.sol";
import {IERC5192} from "../../src/interfaces/IERC5192.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {IVerificationOracle} from "../../src/interfaces/IVerificationOracle.sol";
import {TestToken} from "../TestToken.sol";
import {EventCounting} from "./EventCounting.sol";

/// @title Lives with one marketplace: models of every kind are bought, verified, disputed, sold on, and time passes.
contract MarketHandler is EventCounting {
    bytes32[3] private _models;
    uint256 public locked;
    uint256 public donated;
    /// @dev Sum of the prices of released purchases.
    uint256 public released;
    uint256 public releasedCount;
    uint256 public revokedCount;
    /// @dev The first rule that a step broke, empty while all hold.
    string public broken;
    mapping(uint256 purchaseId => bytes32) public agreed;
    mapping(uint256 purchaseId => IMarketplace.Status) public statusOf;
    /// @dev How often the logs say that a purchase left LOCKED.
    mapping(uint256 purchaseId => uint256) public departures;
    mapping(uint256 passId => bytes32 modelId) public soldModel;

    constructor() {
        setUp();
        _models[0] = _registerModel(keccak256("root"));
        Application memory child = _application(keccak256("child"), creator);
        child.parents = new bytes32[](1);
        child.parents[0] = _models[0];
        _models[1] = _register(child, creator);
        Application memory shared = _application(keccak256("shared"), creator);
        shared.split = _evenSplit(3);
        _models[2] = _register(shared, creator);
        _leaveUncounted(IERC721.Transfer.selector);
        _leaveUncounted(IERC5192.Locked.selector);
    }

    function buy(uint256 seed, uint64 minScorePpm) external counted {
        uint256 purchaseId = _buy(_model(seed), uint64(bound(minScorePpm, 0, 1_000_000)));
        IMarketplace.Purchase memory purchase = marketplace.purchaseOf(purchaseId);
        locked += purchase.price;
        statusOf[purchaseId] = IMarketplace.Status.LOCKED;
        agreed[purchaseId] = agreedNow(purchaseId);
    }

    function verify(uint256 seed, uint32 scorePpm) external counted {
        bytes32 modelId = _model(seed);
        uint64 before = oracle.openRound(modelId);
        _verify(modelId, uint32(bound(scorePpm, 600_000, 1_000_000)));
        if (oracle.openRound(modelId) != before + 1) broken = "a quorum did not open the next round";
        IVerificationOracle.Benchmark memory late = IVerificationOracle.Benchmark(0, 0, 0, 1);
        vm.prank(_reporter(QUORUM));
        if (_try(address(oracle), abi.encodeCall(oracle.report, (modelId, before, late, 0)))) {
            broken = "a late report was counted";
        }
    }

    /// @dev Tries both transitions: at most one of them may be open, and none to a purchase that left LOCKED.
    function settle(uint256 seed) external counted {
        if (marketplace.purchaseCount() == 0) return;
        uint256 purchaseId = 1 + seed % marketplace.purchaseCount();
        IMarketplace.Purchase memory purchase = marketplace.purchaseOf(purchaseId);
        uint256[4] memory before = _holdings(purchase);
        bool wasReleased = _try(address(marketplace), abi.encodeCall(marketplace.release, (purchaseId)));
        bool wasRefunded = _try(address(marketplace), abi.encodeCall(marketplace.refund, (purchaseId)));
        if (wasReleased && wasRefunded) broken = "a purchase left LOCKED twice";
        if (!wasReleased && !wasRefunded) return;
        if (statusOf[purchaseId] != IMarketplace.Status.LOCKED) broken = "a settled purchase was settled again";
        statusOf[purchaseId] = wasReleased ? IMarketplace.Status.RELEASED : IMarketplace.Status.REFUNDED;
        locked -= purchase.price;
        uint256[4] memory afterwards = _holdings(purchase);
        if (wasReleased) {
            ++releasedCount;
            released += purchase.price;
            soldModel[releasedCount] = purchase.modelId;
            _checkRelease(purchase, before, afterwards);
        } else if (afterwards[3] - before[3] != purchase.price) {
            broken = "a refund was not the whole price";
        }
    }

    function pass(uint256 elapsed) external counted {
        vm.warp(vm.getBlockTimestamp() + bound(elapsed, 0, 3 days));
    }

    function disputeOrClear(uint256 seed) external counted {
        bytes32 modelId = _model(seed);
        bool frozen = registry.modelOf(modelId).frozen;
        vm.prank(arbiter);
        frozen ? registry.unfreeze(modelId, address(0)) : registry.freeze(modelId);
    }

    function sellModel(uint256 seed) external counted {
        uint256 tokenId = uint256(_model(seed));
        address owner = registry.ownerOf(tokenId);
        vm.prank(owner);
        registry.transferFrom(owner, owner == creator ? stranger : creator, tokenId);
    }

    function changeFee(uint32 feePpm) external counted {
        vm.prank(admin);
        vault.setFee(uint32(bound(feePpm, 20_000, 50_000)));
    }

    function revokePass(uint256 seed) external counted {
        if (passes.issued() == 0) return;
        uint256 passId = 1 + seed % passes.issued();
        if (passes.passOf(passId).revokedAt != 0) return;
        vm.prank(arbiter);
        passes.revoke(passId, "misuse");
        ++revokedCount;
    }

    /// @dev Everybody but the marketplace tries to make a pass, and its holder to pass one on.
    function forgePass(uint256 seed) external counted {
        address[4] memory forgers = [admin, arbiter, creator, buyer];
        address forger = forgers[seed % forgers.length];
        vm.prank(forger);
        _attempt(address(passes), abi.encodeCall(passes.issue, (_model(seed), forger, type(uint64).max)), "forged");
        if (passes.issued() == 0) return;
        uint256 passId = 1 + seed % passes.issued();
        vm.prank(buyer);
        _attempt(address(passes), abi.encodeCall(passes.transferFrom, (buyer, stranger, passId)), "passed on");
    }

    /// @dev Tokens sent past `buy`: nobody's, and no reason for the escrow to break.
    function donate(uint256 amount) external counted {
        amount = bound(amount, 1, 1e12);
        token.mint(address(marketplace), amount);
        donated += amount;
    }

    function deployed() external view returns (Marketplace, AccessPass, VerificationOracle, RoyaltyVault, TestToken) {
        return (marketplace, passes, oracle, vault, token);
    }

    function buyerOfAll() external view returns (address) {
        return buyer;
    }

    /// @dev What all who are ever paid by a release hold: treasury, both owners, and the vault for everybody else.
    function paidOut() external view returns (uint256) {
        return token.balanceOf(treasury) + token.balanceOf(creator) + token.balanceOf(stranger)
            + token.balanceOf(address(vault));
    }

    /// @dev Hash of what must never change about a purchase.
    function agreedNow(uint256 purchaseId) public view returns (bytes32) {
        IMarketplace.Purchase memory purchase = marketplace.purchaseOf(purchaseId);
        purchase.status = IMarketplace.Status.NONE;
        return keccak256(abi.encode(purchase));
    }

    function _model(uint256 seed) private view returns (bytes32) {
        return _models[seed % _models.length];
    }

    function _holdings(IMarketplace.Purchase memory purchase) private view returns (uint256[4] memory) {
        return [
            token.balanceOf(treasury),
            token.balanceOf(purchase.seller),
            vault.received(address(token)),
            token.balanceOf(purchase.buyer)
        ];
    }

    function _checkRelease(
        IMarketplace.Purchase memory purchase,
        uint256[4] memory before,
        uint256[4] memory afterwards
    ) private {
        uint256 fee = afterwards[0] - before[0];
        uint256 toSeller = afterwards[1] - before[1];
        uint256 toVault = afterwards[2] - before[2];
        if (fee != uint256(purchase.price) * vault.feePpm() / 1_000_000) broken = "the fee is not the vault's";
        if (fee + toSeller + toVault != purchase.price) broken = "fee, seller and vault are not the price";
        if (toSeller > 0 && toVault > 0) broken = "a sale was paid to both seller and vault";
        if (toSeller > 0 && purchase.modelId == _models[1]) broken = "a derived model was paid past its ancestors";
        if (toSeller > 0 && registry.modelOf(purchase.modelId).frozen) broken = "a frozen model was paid";
    }

    function _seen(Vm.Log memory log) internal override {
        bool left = log.topics[0] == IMarketplace.Released.selector || log.topics[0] == IMarketplace.Refunded.selector;
        if (left) ++departures[uint256(log.topics[1])];
    }

    function _attempt(address target, bytes memory forbidden, string memory what) private {
        if (_try(target, forbidden)) broken = string.concat("a pass was ", what);
    }

    function _try(address target, bytes memory step) private returns (bool success) {
        // solhint-disable-next-line avoid-low-level-calls
        (success,) = target.call(step);
    }
}
