// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {RoyaltyVault} from "../../src/RoyaltyVault.sol";
import {TestToken} from "../TestToken.sol";
import {VaultHandler} from "./VaultHandler.sol";

contract VaultInvariants is Test {
    VaultHandler private _handler;
    RoyaltyVault private _vault;

    function setUp() public {
        _handler = new VaultHandler();
        _vault = RoyaltyVault(_handler.vaultUnderTest());
        bytes4[] memory steps = new bytes4[](16);
        steps[0] = VaultHandler.deposit.selector;
        steps[1] = VaultHandler.addRevenue.selector;
        steps[2] = VaultHandler.donate.selector;
        steps[3] = VaultHandler.announce.selector;
        steps[4] = VaultHandler.govern.selector;
        steps[5] = VaultHandler.redirect.selector;
        steps[6] = VaultHandler.propose.selector;
        steps[7] = VaultHandler.accept.selector;
        steps[8] = VaultHandler.revoke.selector;
        steps[9] = VaultHandler.pauseOrResume.selector;
        steps[10] = VaultHandler.claim.selector;
        steps[11] = VaultHandler.claimEverything.selector;
        steps[12] = VaultHandler.overpromise.selector;
        steps[13] = VaultHandler.replayAClaim.selector;
        steps[14] = VaultHandler.claimTwiceAtOnce.selector;
        steps[15] = VaultHandler.reenter.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: steps}));
        targetContract(address(_handler));
    }

    function invariantBalanceIsReceivedLessClaimed() public view {
        for (uint256 i = 0; i < _handler.listedCount(); ++i) {
            TestToken token = _handler.listed(i);
            assertEq(
                token.balanceOf(address(_vault)),
                _vault.received(address(token)) - _vault.claimedTotal(address(token)) + _handler.donated(token)
            );
        }
    }

    function invariantClaimsAreWithinTheAcceptedTotalAndThatWithinWhatWasReceived() public view {
        for (uint256 i = 0; i < _handler.listedCount(); ++i) {
            address token = address(_handler.listed(i));
            assertLe(_vault.claimedTotal(token), _vault.acceptedTotal(token));
            assertLe(_vault.acceptedTotal(token), _vault.received(token));
        }
    }

    function invariantVaultObligationsNeverExceedHoldings() public view {
        for (uint256 i = 0; i < _handler.listedCount(); ++i) {
            TestToken token = _handler.listed(i);
            uint256 owed = 0;
            for (uint256 j = 0; j < _handler.payeeCount(); ++j) {
                address account = _handler.payee(j);
                owed += _handler.promised(token, account) - _vault.claimed(account, address(token));
            }
            assertEq(owed, _vault.acceptedTotal(address(token)) - _vault.claimedTotal(address(token)));
            assertLe(owed, token.balanceOf(address(_vault)));
        }
    }

    function invariantAPauseNeverStopsAClaim() public {
        _handler.pauseAndClaimEverything();
        for (uint256 i = 0; i < _handler.listedCount(); ++i) {
            address token = address(_handler.listed(i));
            assertEq(_vault.claimedTotal(token), _vault.acceptedTotal(token));
        }
    }

    function invariantNoPathPaysAClaimTwice() public view {
        for (uint256 i = 0; i < _handler.listedCount(); ++i) {
            TestToken token = _handler.listed(i);
            uint256 sum = 0;
            uint256 paidOut = 0;
            for (uint256 j = 0; j < _handler.payeeCount(); ++j) {
                address account = _handler.payee(j);
                uint256 claimed = _vault.claimed(account, address(token));
                assertLe(claimed, _handler.promised(token, account));
                sum += claimed;
                paidOut += token.balanceOf(account);
            }
            assertEq(sum, _vault.claimedTotal(address(token)));
            assertEq(paidOut, sum);
        }
    }

    function invariantEveryEventIsCounted() public view {
        assertEq(_vault.eventCount(), _handler.eventsSeen(address(_vault)));
    }

    function invariantNoStepBrokeARule() public view {
        assertEq(_handler.broken(), "");
    }
}
