// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IMarketplace} from "../src/interfaces/IMarketplace.sol";
import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {CallbackToken} from "./tokens/CallbackToken.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract MarketplaceSettleTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");
    uint256 private constant PRICE = 25_000_000;
    uint256 private constant FEE = 625_000;

    function setUp() public override {
        super.setUp();
        _registerModel(MODEL);
    }

    function testAVerifiedPurchaseIsReleasedAndItsSellerPaidAtOnce() public {
        uint256 purchaseId = _buy(MODEL, 0);
        _verify(MODEL, 700_000);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.Released(purchaseId, MODEL, 1, FEE, PRICE - FEE);
        vm.prank(stranger);
        marketplace.release(purchaseId);
        assertEq(token.balanceOf(creator), PRICE - FEE);
        assertEq(token.balanceOf(treasury), FEE);
        assertEq(token.balanceOf(address(marketplace)), 0);
        assertEq(vault.received(address(token)), 0);
        assertEq(uint8(marketplace.purchaseOf(purchaseId).status), uint8(IMarketplace.Status.RELEASED));
        assertEq(passes.ownerOf(1), buyer);
        assertEq(passes.passOf(1).expiresAt, vm.getBlockTimestamp() + 90 days);
        assertEq(marketplace.eventCount(), 2);
    }

    function testTheFeeAndTreasuryAreTheVaultsAtRelease() public {
        uint256 purchaseId = _buy(MODEL, 0);
        _verify(MODEL, 700_000);
        vm.startPrank(admin);
        vault.setFee(50_000);
        vault.setTreasury(stranger);
        vm.stopPrank();
        marketplace.release(purchaseId);
        assertEq(token.balanceOf(stranger), PRICE / 20);
    }

    function testASaleOfADerivedModelGoesThroughTheVault() public {
        Application memory child = _application(keccak256("child"), creator);
        child.parents = new bytes32[](1);
        child.parents[0] = MODEL;
        _expectThroughTheVault(_register(child, creator));
    }

    function testASaleOfASplitModelGoesThroughTheVault() public {
        vm.prank(creator);
        registry.setSplit(MODEL, _evenSplit(2));
        _expectThroughTheVault(MODEL);
    }

    function testASaleThatTheOwnerSharesGoesThroughTheVault() public {
        IModelRegistry.Split memory split = _evenSplit(2);
        split.accounts[0] = creator;
        vm.prank(creator);
        registry.setSplit(MODEL, split);
        _expectThroughTheVault(MODEL);
    }

    function testASaleThatPaysSomebodyElseThanTheOwnerGoesThroughTheVault() public {
        vm.prank(creator);
        registry.setSplit(MODEL, _unsplit(stranger));
        _expectThroughTheVault(MODEL);
    }

    function testASaleOfAFrozenModelGoesThroughTheVault() public {
        vm.prank(arbiter);
        registry.freeze(MODEL);
        _expectThroughTheVault(MODEL);
    }

    function testTheSellerIsTheOneAtPurchase() public {
        uint256 purchaseId = _buy(MODEL, 0);
        vm.prank(creator);
        registry.transferFrom(creator, stranger, uint256(MODEL));
        _verify(MODEL, 700_000);
        marketplace.release(purchaseId);
        assertEq(token.balanceOf(creator), PRICE - FEE);
        assertEq(token.balanceOf(stranger), 0);
    }

    function testAScoreBelowTheMinimumRefundsAndNeverReleases() public {
        uint256 purchaseId = _buy(MODEL, 0);
        _verify(MODEL, 699_999);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.ScoreBelowMinimum.selector, MODEL, uint64(699_999), uint64(700_000))
        );
        marketplace.release(purchaseId);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.Refunded(purchaseId, MODEL, PRICE);
        vm.prank(stranger);
        marketplace.refund(purchaseId);
        assertEq(token.balanceOf(buyer), PRICE);
        assertEq(passes.issued(), 0);
        assertEq(marketplace.eventCount(), 2);
    }

    function testAnUnverifiedPurchaseWaitsForItsDeadline() public {
        uint256 purchaseId = _buy(MODEL, 0);
        uint64 deadline = marketplace.purchaseOf(purchaseId).deadline;
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotVerified.selector, MODEL, uint64(0)));
        marketplace.release(purchaseId);
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotRefundable.selector, purchaseId, deadline));
        marketplace.refund(purchaseId);
        vm.warp(deadline);
        marketplace.refund(purchaseId);
        assertEq(token.balanceOf(buyer), PRICE);
    }

    function testAVerifiedPurchaseIsNotRefundedBeforeItsDeadline() public {
        uint256 purchaseId = _buy(MODEL, 0);
        _verify(MODEL, 700_000);
        uint64 deadline = marketplace.purchaseOf(purchaseId).deadline;
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotRefundable.selector, purchaseId, deadline));
        marketplace.refund(purchaseId);
    }

    function testFromTheDeadlineOnAPurchaseIsRefundedOnly() public {
        uint256 purchaseId = _buy(MODEL, 0);
        _verify(MODEL, 700_000);
        uint64 deadline = marketplace.purchaseOf(purchaseId).deadline;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.DeadlinePassed.selector, purchaseId, deadline));
        marketplace.release(purchaseId);
        marketplace.refund(purchaseId);
        assertEq(token.balanceOf(buyer), PRICE);
    }

    function testTheLastSecondBeforeTheDeadlineStillReleases() public {
        uint256 purchaseId = _buy(MODEL, 0);
        _verify(MODEL, 700_000);
        vm.warp(marketplace.purchaseOf(purchaseId).deadline - 1);
        marketplace.release(purchaseId);
    }

    function testAnExpiredScoreNeitherReleasesNorRefunds() public {
        _verify(MODEL, 700_000);
        bytes32 failed = _registerModel(keccak256("failed"));
        _verify(failed, 1);
        (,,, uint64 expiresAt) = oracle.scoreOf(MODEL);
        vm.warp(expiresAt - 1);
        uint256 good = _buy(MODEL, 0);
        uint256 bad = _buy(failed, 0);
        vm.warp(expiresAt + 12);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotVerified.selector, MODEL, expiresAt));
        marketplace.release(good);
        uint64 deadline = marketplace.purchaseOf(bad).deadline;
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotRefundable.selector, bad, deadline));
        marketplace.refund(bad);
        _verify(MODEL, 700_000);
        marketplace.release(good);
    }

    function testTheSecondAScoreExpiresItIsNoLongerFresh() public {
        _verify(MODEL, 700_000);
        (,,, uint64 expiresAt) = oracle.scoreOf(MODEL);
        vm.warp(expiresAt - 1);
        uint256 first = _buy(MODEL, 0);
        uint256 second = _buy(MODEL, 0);
        marketplace.release(first);
        vm.warp(expiresAt);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotVerified.selector, MODEL, expiresAt));
        marketplace.release(second);
    }

    function testEveryTransitionHappensOnce() public {
        uint256 released = _buy(MODEL, 0);
        uint256 refunded = _buy(MODEL, 800_000);
        _verify(MODEL, 700_000);
        marketplace.release(released);
        marketplace.refund(refunded);
        vm.warp(vm.getBlockTimestamp() + VERIFICATION_WINDOW);
        _expectNotLocked(released, IMarketplace.Status.RELEASED);
        _expectNotLocked(refunded, IMarketplace.Status.REFUNDED);
        _expectNotLocked(99, IMarketplace.Status.NONE);
    }

    function testAPassLifetimeBeyondTimeNeverEnds() public {
        Application memory application = _application(keccak256("for ever"), creator);
        application.terms.passLifetime = type(uint64).max;
        bytes32 modelId = _register(application, creator);
        uint256 purchaseId = _buy(modelId, 0);
        _verify(modelId, 700_000);
        marketplace.release(purchaseId);
        assertEq(passes.passOf(1).expiresAt, type(uint64).max);
    }

    function testATokenThatReentersAReleaseIsRefused() public {
        CallbackToken reentering = new CallbackToken();
        vm.prank(admin);
        vault.addToken(address(reentering));
        Application memory application = _application(keccak256("reentering"), creator);
        application.terms.token = address(reentering);
        bytes32 modelId = _register(application, creator);
        reentering.mint(buyer, PRICE);
        vm.startPrank(buyer);
        reentering.approve(address(marketplace), PRICE);
        uint256 purchaseId = marketplace.buy(modelId, address(reentering), PRICE, 0);
        vm.stopPrank();
        _verify(modelId, 700_000);
        reentering.arm(address(marketplace), abi.encodeCall(marketplace.refund, (purchaseId)));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        marketplace.release(purchaseId);
        vm.warp(vm.getBlockTimestamp() + VERIFICATION_WINDOW);
        reentering.arm(address(marketplace), abi.encodeCall(marketplace.release, (purchaseId)));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        marketplace.refund(purchaseId);
    }

    /// @dev The fee's transfer comes first; who is paid the net was decided before it.
    function testASplitChangedWhileTheFeeIsPaidChangesNothing() public {
        CallbackToken reentering = new CallbackToken();
        vm.prank(admin);
        vault.addToken(address(reentering));
        Application memory application = _application(keccak256("reentering"), address(reentering));
        application.terms.token = address(reentering);
        bytes32 modelId = _register(application, address(reentering));
        reentering.mint(buyer, PRICE);
        vm.startPrank(buyer);
        reentering.approve(address(marketplace), PRICE);
        uint256 purchaseId = marketplace.buy(modelId, address(reentering), PRICE, 0);
        vm.stopPrank();
        _verify(modelId, 700_000);
        reentering.arm(address(registry), abi.encodeCall(registry.setSplit, (modelId, _evenSplit(2))));
        marketplace.release(purchaseId);
        assertEq(registry.splitOf(modelId).accounts.length, 2);
        assertEq(reentering.balanceOf(address(reentering)), PRICE - FEE);
        assertEq(vault.received(address(reentering)), 0);
    }

    function testFuzzFeeAndNetAreThePrice(uint128 price, uint32 feePpm, bool split) public {
        price = uint128(bound(price, 1, type(uint128).max));
        feePpm = uint32(bound(feePpm, 20_000, 50_000));
        vm.prank(admin);
        vault.setFee(feePpm);
        Application memory application = _application(keccak256("fuzzed"), creator);
        application.terms.licencePrice = price;
        if (split) application.split = _evenSplit(3);
        bytes32 modelId = _register(application, creator);
        uint256 purchaseId = _buy(modelId, 0);
        _verify(modelId, 700_000);
        marketplace.release(purchaseId);
        uint256 fee = uint256(price) * feePpm / 1_000_000;
        assertEq(token.balanceOf(treasury), fee);
        assertEq(token.balanceOf(split ? address(vault) : creator), price - fee);
        assertEq(token.balanceOf(address(marketplace)), 0);
    }

    function _expectThroughTheVault(bytes32 modelId) private {
        uint256 purchaseId = _buy(modelId, 0);
        _verify(modelId, 700_000);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.RevenueReceived(address(token), modelId, PRICE - FEE);
        marketplace.release(purchaseId);
        assertEq(vault.received(address(token)), PRICE - FEE);
        assertEq(token.balanceOf(treasury), FEE);
        assertEq(token.balanceOf(creator), 0);
        assertEq(token.allowance(address(marketplace), address(vault)), 0);
    }

    function _expectNotLocked(uint256 purchaseId, IMarketplace.Status status) private {
        bytes memory refusal = abi.encodeWithSelector(IMarketplace.NotLocked.selector, purchaseId, status);
        vm.expectRevert(refusal);
        marketplace.release(purchaseId);
        vm.expectRevert(refusal);
        marketplace.refund(purchaseId);
    }
}
