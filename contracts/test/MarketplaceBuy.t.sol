// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Marketplace} from "../src/Marketplace.sol";
import {IAccessPass} from "../src/interfaces/IAccessPass.sol";
import {IMarketplace} from "../src/interfaces/IMarketplace.sol";
import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {IVerificationOracle} from "../src/interfaces/IVerificationOracle.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {TestToken} from "./TestToken.sol";
import {CallbackToken} from "./tokens/CallbackToken.sol";
import {FeeOnTransferToken} from "./tokens/FeeOnTransferToken.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract MarketplaceBuyTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");
    uint128 private constant PRICE = 25_000_000;

    function setUp() public override {
        super.setUp();
        _registerModel(MODEL);
    }

    function testAPurchaseLocksThePriceAndWhatWasAgreedOn() public {
        uint64 deadline = uint64(vm.getBlockTimestamp()) + VERIFICATION_WINDOW;
        token.mint(buyer, PRICE);
        vm.startPrank(buyer);
        token.approve(address(marketplace), PRICE);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.Purchased(1, MODEL, buyer, address(token), PRICE, 700_000, deadline);
        assertEq(marketplace.buy(MODEL, address(token), PRICE, 0), 1);
        assertEq(token.balanceOf(address(marketplace)), PRICE);
        assertEq(token.balanceOf(buyer), 0);
        IMarketplace.Purchase memory expected = IMarketplace.Purchase({
            buyer: buyer,
            deadline: deadline,
            seller: creator,
            passLifetime: 90 days,
            token: address(token),
            minimumScorePpm: 700_000,
            status: IMarketplace.Status.LOCKED,
            modelId: MODEL,
            price: PRICE
        });
        assertEq(abi.encode(marketplace.purchaseOf(1)), abi.encode(expected));
        assertEq(marketplace.eventCount(), 1);
    }

    function testTheHigherMinimumHolds() public {
        assertEq(marketplace.purchaseOf(_buy(MODEL, 699_999)).minimumScorePpm, 700_000);
        assertEq(marketplace.purchaseOf(_buy(MODEL, 700_001)).minimumScorePpm, 700_001);
    }

    function testTheTermsInForceAreThoseThatCount() public {
        IModelRegistry.Terms memory terms = _terms();
        terms.licencePrice = PRICE + 1;
        uint64 effectiveAt = uint64(vm.getBlockTimestamp()) + NOTICE;
        vm.prank(creator);
        registry.setTerms(MODEL, terms, effectiveAt);
        assertEq(marketplace.purchaseOf(_buy(MODEL, 0)).price, PRICE);
        vm.warp(effectiveAt);
        vm.prank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.PriceAboveMaximum.selector, PRICE + 1, PRICE));
        marketplace.buy(MODEL, address(token), PRICE, 0);
        assertEq(marketplace.purchaseOf(_buy(MODEL, 0)).price, PRICE + 1);
    }

    function testTheBuyerNamesTheTokenItAgreedTo() public {
        vm.prank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.TokenMismatch.selector, stranger, address(token)));
        marketplace.buy(MODEL, stranger, PRICE, 0);
    }

    function testAnUnknownModelIsNotSold() public {
        bytes32 unknown = keccak256("unknown");
        vm.prank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, unknown));
        marketplace.buy(unknown, address(token), PRICE, 0);
    }

    function testAModelWithoutAPriceIsNotForSale() public {
        Application memory application = _application(keccak256("free"), creator);
        application.terms.licencePrice = 0;
        _register(application, creator);
        vm.prank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotForSale.selector, application.digest));
        marketplace.buy(application.digest, address(token), PRICE, 0);
    }

    function testATokenThatTakesAFeeIsRefused() public {
        FeeOnTransferToken fee = new FeeOnTransferToken();
        bytes32 modelId = _registerIn(fee);
        fee.mint(buyer, PRICE);
        vm.startPrank(buyer);
        fee.approve(address(marketplace), PRICE);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.AmountMismatch.selector, address(fee), PRICE, PRICE - 1));
        marketplace.buy(modelId, address(fee), PRICE, 0);
    }

    function testATokenThatReentersIsRefused() public {
        CallbackToken reentering = new CallbackToken();
        bytes32 modelId = _registerIn(reentering);
        reentering.mint(buyer, PRICE);
        reentering.arm(address(marketplace), abi.encodeCall(marketplace.refund, (1)));
        vm.startPrank(buyer);
        reentering.approve(address(marketplace), PRICE);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        marketplace.buy(modelId, address(reentering), PRICE, 0);
    }

    function testTheConstructorRefusesWhatCannotWork() public {
        vm.expectRevert(IMarketplace.ZeroAddress.selector);
        new Marketplace(IModelRegistry(address(0)), oracle, passes, vault, 1);
        vm.expectRevert(IMarketplace.ZeroAddress.selector);
        new Marketplace(registry, IVerificationOracle(address(0)), passes, vault, 1);
        vm.expectRevert(IMarketplace.ZeroAddress.selector);
        new Marketplace(registry, oracle, IAccessPass(address(0)), vault, 1);
        vm.expectRevert(IMarketplace.ZeroAddress.selector);
        new Marketplace(registry, oracle, passes, IRoyaltyVault(address(0)), 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.VerificationWindowInvalid.selector, uint64(0)));
        new Marketplace(registry, oracle, passes, vault, 0);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.VerificationWindowInvalid.selector, uint64(90 days + 1)));
        new Marketplace(registry, oracle, passes, vault, 90 days + 1);
        new Marketplace(registry, oracle, passes, vault, 90 days);
    }

    function _registerIn(TestToken priced) private returns (bytes32) {
        vm.prank(admin);
        vault.addToken(address(priced));
        Application memory application = _application(keccak256("priced elsewhere"), creator);
        application.terms.token = address(priced);
        return _register(application, creator);
    }
}
