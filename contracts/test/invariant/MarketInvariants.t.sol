// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {AccessPass} from "../../src/AccessPass.sol";
import {Marketplace} from "../../src/Marketplace.sol";
import {RoyaltyVault} from "../../src/RoyaltyVault.sol";
import {VerificationOracle} from "../../src/VerificationOracle.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {TestToken} from "../TestToken.sol";
import {MarketHandler} from "./MarketHandler.sol";

contract MarketInvariants is Test {
    MarketHandler private _handler;
    Marketplace private _marketplace;
    AccessPass private _passes;
    VerificationOracle private _oracle;
    RoyaltyVault private _vault;
    TestToken private _token;

    function setUp() public {
        _handler = new MarketHandler();
        (_marketplace, _passes, _oracle, _vault, _token) = _handler.deployed();
        bytes4[] memory steps = new bytes4[](10);
        steps[0] = MarketHandler.buy.selector;
        steps[1] = MarketHandler.verify.selector;
        steps[2] = MarketHandler.settle.selector;
        steps[3] = MarketHandler.pass.selector;
        steps[4] = MarketHandler.disputeOrClear.selector;
        steps[5] = MarketHandler.sellModel.selector;
        steps[6] = MarketHandler.changeFee.selector;
        steps[7] = MarketHandler.revokePass.selector;
        steps[8] = MarketHandler.donate.selector;
        steps[9] = MarketHandler.forgePass.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: steps}));
        targetContract(address(_handler));
    }

    function invariantEscrowBalanceIsTheSumOfLockedPurchases() public view {
        assertEq(_token.balanceOf(address(_marketplace)), _handler.locked() + _handler.donated());
    }

    function invariantFeeAndSellerAndVaultAreThePriceAlways() public view {
        assertEq(_handler.paidOut(), _handler.released());
    }

    function invariantAPurchaseLeavesLockedOnceAndKeepsWhatWasAgreed() public view {
        for (uint256 i = 1; i <= _marketplace.purchaseCount(); ++i) {
            IMarketplace.Status status = _marketplace.purchaseOf(i).status;
            assertEq(uint8(status), uint8(_handler.statusOf(i)));
            assertEq(_handler.departures(i), status == IMarketplace.Status.LOCKED ? 0 : 1);
            assertEq(_handler.agreedNow(i), _handler.agreed(i));
        }
    }

    function invariantOnlyPassesIssuedByTheMarketExist() public view {
        assertEq(_passes.issued(), _handler.releasedCount());
        for (uint256 i = 1; i <= _passes.issued(); ++i) {
            assertEq(_passes.ownerOf(i), _handler.buyerOfAll());
            assertEq(_passes.passOf(i).modelId, _handler.soldModel(i));
        }
        assertEq(_passes.balanceOf(_handler.buyerOfAll()), _handler.releasedCount());
    }

    function invariantStrikesAreRevocations() public view {
        assertEq(_passes.strikes(_handler.buyerOfAll()), _handler.revokedCount());
    }

    function invariantTheVaultHoldsWhatItReceived() public view {
        assertEq(_token.balanceOf(address(_vault)), _vault.received(address(_token)));
    }

    function invariantEveryEventIsCounted() public view {
        assertEq(_marketplace.eventCount(), _handler.eventsSeen(address(_marketplace)));
        assertEq(_passes.eventCount(), _handler.eventsSeen(address(_passes)));
        assertEq(_oracle.eventCount(), _handler.eventsSeen(address(_oracle)));
    }

    function invariantNoStepBrokeARule() public view {
        assertEq(_handler.broken(), "");
    }
}
