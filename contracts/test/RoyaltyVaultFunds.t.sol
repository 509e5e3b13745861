// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RoyaltyVault} from "../src/RoyaltyVault.sol";
import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {TestToken} from "./TestToken.sol";
import {CallbackToken} from "./tokens/CallbackToken.sol";
import {FalseToken} from "./tokens/FalseToken.sol";
import {FeeOnTransferToken} from "./tokens/FeeOnTransferToken.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract RoyaltyVaultFundsTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");

    function testTheConstructorAnnouncesFeeAndTreasury() public {
        vm.expectEmit();
        emit IRoyaltyVault.FeeChanged(50_000);
        vm.expectEmit();
        emit IRoyaltyVault.TreasuryChanged(treasury);
        RoyaltyVault another = new RoyaltyVault(admin, 50_000, treasury, 0);
        assertEq(another.eventCount(), 2);
        assertEq(another.challengeWindow(), 0);
    }

    function testTheConstructorRefusesWhatCannotWork() public {
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(0)));
        new RoyaltyVault(address(0), FEE_PPM, treasury, CHALLENGE_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(0)));
        new RoyaltyVault(admin, FEE_PPM, address(0), CHALLENGE_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.FeeOutOfRange.selector, 19_999));
        new RoyaltyVault(admin, 19_999, treasury, CHALLENGE_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.ChallengeWindowInvalid.selector, 30 days + 1));
        new RoyaltyVault(admin, FEE_PPM, treasury, 30 days + 1);
        new RoyaltyVault(admin, FEE_PPM, treasury, 30 days);
    }

    function testNoChallengeWindowIsForDevelopmentChainsOnly() public {
        vm.chainId(1337);
        new RoyaltyVault(admin, FEE_PPM, treasury, 0);
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.ChallengeWindowInvalid.selector, uint64(0)));
        new RoyaltyVault(admin, FEE_PPM, treasury, 0);
        new RoyaltyVault(admin, FEE_PPM, treasury, 1);
    }

    function testADepositIsReceivedForItsPayer() public {
        token.mint(stranger, 100);
        vm.startPrank(stranger);
        token.approve(address(vault), 100);
        uint64 before = vault.eventCount();
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.Deposited(address(token), payer, 100);
        vault.deposit(address(token), payer, 100);
        assertEq(vault.received(address(token)), 100);
        assertEq(token.balanceOf(address(vault)), 100);
        assertEq(vault.eventCount(), before + 1);
    }

    function testAnEmptyDepositIsRefused() public {
        vm.expectRevert(IRoyaltyVault.ZeroAmount.selector);
        vault.deposit(address(token), payer, 0);
    }

    function testADepositNeedsAPayerThatCanSpendIt() public {
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(0)));
        vault.deposit(address(token), address(0), 1);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(vault)));
        vault.deposit(address(token), address(vault), 1);
    }

    function testAnUnlistedTokenIsRefusedEverywhere() public {
        TestToken unlisted = new TestToken("Unlisted", "NO");
        bytes memory refusal = abi.encodeWithSelector(IRoyaltyVault.TokenNotListed.selector, address(unlisted));
        vm.expectRevert(refusal);
        vault.deposit(address(unlisted), payer, 1);
        vm.expectRevert(refusal);
        vault.requestWithdrawal(address(unlisted), 1);
        vm.expectRevert(refusal);
        vault.setSpendLimit(address(unlisted), 1);
        vm.prank(market);
        vm.expectRevert(refusal);
        vault.addRevenue(address(unlisted), MODEL, 1);
    }

    function testATokenThatTakesAFeeIsRefused() public {
        FeeOnTransferToken fee = new FeeOnTransferToken();
        _list(fee);
        fee.mint(payer, 100);
        vm.startPrank(payer);
        fee.approve(address(vault), 100);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AmountMismatch.selector, address(fee), 100, 99));
        vault.deposit(address(fee), payer, 100);
    }

    function testATokenThatReturnsFalseIsRefused() public {
        FalseToken refusing = new FalseToken();
        _list(refusing);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(refusing)));
        vault.deposit(address(refusing), payer, 100);
    }

    function testATokenThatReentersIsRefused() public {
        CallbackToken reentering = new CallbackToken();
        _list(reentering);
        reentering.mint(payer, 100);
        reentering.arm(address(vault), abi.encodeCall(vault.deposit, (address(reentering), payer, 1)));
        vm.startPrank(payer);
        reentering.approve(address(vault), 100);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vault.deposit(address(reentering), payer, 50);
    }

    function testADepositThatWouldOverflowTheLedgerIsRefused() public {
        _fund(type(uint128).max);
        vm.expectRevert(
            abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 128, uint256(1) << 128)
        );
        vault.deposit(address(token), payer, 1);
    }

    function testRevenueComesFromTheMarketplaceOnly() public {
        token.mint(market, 100);
        vm.startPrank(market);
        token.approve(address(vault), 100);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.RevenueReceived(address(token), MODEL, 100);
        vault.addRevenue(address(token), MODEL, 100);
        assertEq(vault.received(address(token)), 100);
        vm.expectRevert(IRoyaltyVault.ZeroAmount.selector);
        vault.addRevenue(address(token), MODEL, 0);
        vm.stopPrank();
        _expectUnauthorised(stranger, vault.MARKETPLACE_ROLE());
        vault.addRevenue(address(token), MODEL, 100);
    }

    function testRequestsAndLimitsAreAnnouncedForTheCaller() public {
        uint64 before = vault.eventCount();
        vm.startPrank(payer);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.WithdrawalRequested(address(token), payer, 7);
        vault.requestWithdrawal(address(token), 7);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.SpendLimitChanged(address(token), payer, type(uint256).max);
        vault.setSpendLimit(address(token), type(uint256).max);
        vm.expectRevert(IRoyaltyVault.ZeroAmount.selector);
        vault.requestWithdrawal(address(token), 0);
        assertEq(vault.eventCount(), before + 2);
    }

    function testARecipientIsSetAndReset() public {
        vm.startPrank(creator);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.RecipientChanged(creator, stranger);
        vault.setRecipient(stranger);
        assertEq(vault.recipientOf(creator), stranger);
        vault.setRecipient(address(0));
        assertEq(vault.recipientOf(creator), creator);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(vault)));
        vault.setRecipient(address(vault));
    }

    function testTheAdminListsTokensForEver() public {
        TestToken another = new TestToken("Another", "TWO");
        vm.startPrank(admin);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.TokenAdded(address(another));
        vault.addToken(address(another));
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.TokenAlreadyListed.selector, address(another)));
        vault.addToken(address(another));
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NotAContract.selector, stranger));
        vault.addToken(stranger);
        assertEq(vault.tokens().length, 2);
        assertEq(vault.tokens()[1], address(another));
        vm.stopPrank();
        _expectUnauthorised(stranger, 0);
        vault.addToken(address(another));
    }

    function testAThirtyThirdTokenIsRefused() public {
        for (uint256 i = 1; i < 32; ++i) {
            _list(new TestToken("Token", "TOK"));
        }
        TestToken oneTooMany = new TestToken("Token", "TOK");
        vm.prank(admin);
        vm.expectRevert(IRoyaltyVault.TooManyTokens.selector);
        vault.addToken(address(oneTooMany));
    }

    function testTheFeeStaysWithinItsBounds() public {
        vm.startPrank(admin);
        vault.setFee(20_000);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.FeeChanged(50_000);
        vault.setFee(50_000);
        assertEq(vault.feePpm(), 50_000);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.FeeOutOfRange.selector, uint32(19_999)));
        vault.setFee(19_999);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.FeeOutOfRange.selector, uint32(50_001)));
        vault.setFee(50_001);
        vm.stopPrank();
        _expectUnauthorised(stranger, 0);
        vault.setFee(30_000);
    }

    function testTheTreasuryIsAnAccountThatCanBePaid() public {
        vm.startPrank(admin);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.TreasuryChanged(stranger);
        vault.setTreasury(stranger);
        assertEq(vault.treasury(), stranger);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(vault)));
        vault.setTreasury(address(vault));
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(0)));
        vault.setTreasury(address(0));
        vm.stopPrank();
        _expectUnauthorised(stranger, 0);
        vault.setTreasury(stranger);
    }

    function testFuzzDepositsAddUp(uint128 first, uint128 second) public {
        first = uint128(bound(first, 1, type(uint128).max - 1));
        second = uint128(bound(second, 1, type(uint128).max - first));
        _fund(first);
        _fund(second);
        assertEq(vault.received(address(token)), uint256(first) + second);
        assertEq(token.balanceOf(address(vault)), uint256(first) + second);
    }

    function _list(TestToken listed) private {
        vm.prank(admin);
        vault.addToken(address(listed));
    }

    function _expectUnauthorised(address caller, bytes32 role) private {
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, role));
    }
}
