// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {TestToken} from "./TestToken.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract RoyaltyVaultRootsTest is TributaryTest {
    bytes32 private constant ROOT = keccak256("root");
    bytes32 private constant NEXT_ROOT = keccak256("next root");
    bytes32 private constant MANIFEST = keccak256("manifest");

    function setUp() public override {
        super.setUp();
        _fund(1000);
    }

    function testARootIsProposedAndAcceptedAfterItsWindow() public {
        uint64 before = vault.eventCount();
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.RootProposed(1, 0, ROOT, MANIFEST);
        _propose(1, ROOT, 600);
        uint64 acceptableAt = uint64(vm.getBlockTimestamp()) + CHALLENGE_WINDOW;
        IRoyaltyVault.Proposal memory pending = vault.proposal();
        assertEq(pending.root, ROOT);
        assertEq(pending.epoch, 1);
        assertEq(pending.acceptableAt, acceptableAt);
        assertEq(pending.tokens, 1);
        assertEq(vault.acceptedRoot(), 0);
        assertEq(vault.acceptedTotal(address(token)), 0);

        vm.warp(acceptableAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.ChallengeWindowOpen.selector, uint64(1), acceptableAt));
        vault.accept(1);
        vm.warp(acceptableAt);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.RootAccepted(1, ROOT);
        vm.prank(stranger);
        vault.accept(1);
        assertEq(vault.acceptedRoot(), ROOT);
        assertEq(vault.acceptedEpoch(), 1);
        assertEq(vault.acceptedTotal(address(token)), 600);
        assertEq(abi.encode(vault.proposal()), new bytes(128));
        assertEq(vault.eventCount(), before + 2);
    }

    function testARootIsAcceptedOnce() public {
        _proposeAndAccept(1, ROOT, 600);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NotProposed.selector, uint64(1)));
        vault.accept(1);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NotProposed.selector, uint64(0)));
        vault.accept(0);
    }

    function testOnlyThePendingEpochIsAccepted() public {
        _propose(2, ROOT, 600);
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NotProposed.selector, uint64(1)));
        vault.accept(1);
    }

    function testOnlyTheSubmitterProposes() public {
        bytes32 role = vault.SUBMITTER_ROLE();
        vm.prank(guardian);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, guardian, role)
        );
        vault.propose(1, 0, ROOT, _totals(600), MANIFEST);
    }

    function testOneProposalIsPendingAtATime() public {
        _propose(1, ROOT, 600);
        _refused(2, 0, _totals(600), abi.encodeWithSelector(IRoyaltyVault.ProposalPending.selector, uint64(1)));
    }

    function testEpochsOnlyRiseButMaySkip() public {
        _proposeAndAccept(3, ROOT, 600);
        bytes4 selector = IRoyaltyVault.EpochNotAhead.selector;
        _refused(3, ROOT, _totals(600), abi.encodeWithSelector(selector, uint64(3), uint64(3)));
        _refused(2, ROOT, _totals(600), abi.encodeWithSelector(selector, uint64(2), uint64(3)));
        _proposeAndAccept(7, NEXT_ROOT, 600);
        assertEq(vault.acceptedEpoch(), 7);
    }

    function testEpochZeroIsNoEpoch() public {
        _refused(0, 0, _totals(600), abi.encodeWithSelector(IRoyaltyVault.EpochNotAhead.selector, 0, 0));
    }

    function testAProposalStandsOnTheAcceptedRoot() public {
        _refused(
            1, ROOT, _totals(600), abi.encodeWithSelector(IRoyaltyVault.PreviousRootMismatch.selector, ROOT, bytes32(0))
        );
        _proposeAndAccept(1, ROOT, 600);
        _refused(
            2, 0, _totals(600), abi.encodeWithSelector(IRoyaltyVault.PreviousRootMismatch.selector, bytes32(0), ROOT)
        );
    }

    function testTotalsNeverFall() public {
        _proposeAndAccept(1, ROOT, 600);
        _refused(
            2,
            ROOT,
            _totals(599),
            abi.encodeWithSelector(IRoyaltyVault.TotalBelowAccepted.selector, address(token), 599, 600)
        );
        _proposeAndAccept(2, NEXT_ROOT, 600);
    }

    function testNoMoreIsPromisedThanWasReceived() public {
        _refused(
            1,
            0,
            _totals(1001),
            abi.encodeWithSelector(IRoyaltyVault.TotalAboveReceived.selector, address(token), 1001, 1000)
        );
        _proposeAndAccept(1, ROOT, 1000);
    }

    function testATokenIsTotalledOnceAndMustBeListed() public {
        IRoyaltyVault.TokenTotal[] memory twice = new IRoyaltyVault.TokenTotal[](2);
        (twice[0], twice[1]) = (_totals(600)[0], _totals(500)[0]);
        _refused(1, 0, twice, abi.encodeWithSelector(IRoyaltyVault.DuplicateToken.selector, address(token)));
        twice[1].token = stranger;
        _refused(1, 0, twice, abi.encodeWithSelector(IRoyaltyVault.TokenNotListed.selector, stranger));
    }

    function testATokenThatIsLeftOutKeepsItsTotal() public {
        TestToken another = new TestToken("Another", "TWO");
        vm.prank(admin);
        vault.addToken(address(another));
        _fund(another, 50);
        _proposeAndAccept(1, ROOT, 600);
        IRoyaltyVault.TokenTotal[] memory totals = new IRoyaltyVault.TokenTotal[](1);
        totals[0] = IRoyaltyVault.TokenTotal(address(another), 40);
        vm.prank(submitter);
        vault.propose(2, ROOT, NEXT_ROOT, totals, MANIFEST);
        assertEq(vault.proposal().tokens, 2);
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vault.accept(2);
        assertEq(vault.acceptedTotal(address(token)), 600);
        assertEq(vault.acceptedTotal(address(another)), 40);
    }

    function testATotalOfARevokedProposalIsForgotten() public {
        _propose(1, ROOT, 1000);
        vm.prank(guardian);
        vault.revoke(1, "wrong");
        vm.prank(submitter);
        vault.propose(1, 0, NEXT_ROOT, new IRoyaltyVault.TokenTotal[](0), MANIFEST);
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vault.accept(1);
        assertEq(vault.acceptedTotal(address(token)), 0);
    }

    function testAllThirtyTwoTokensFitInOneProposal() public {
        IRoyaltyVault.TokenTotal[] memory totals = new IRoyaltyVault.TokenTotal[](32);
        totals[0] = _totals(1)[0];
        for (uint256 i = 1; i < 32; ++i) {
            TestToken another = new TestToken("Token", "TOK");
            vm.prank(admin);
            vault.addToken(address(another));
            _fund(another, 100 + i);
            totals[32 - i] = IRoyaltyVault.TokenTotal(address(another), i);
        }
        vm.prank(submitter);
        vault.propose(1, 0, ROOT, totals, MANIFEST);
        assertEq(vault.proposal().tokens, type(uint32).max);
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vault.accept(1);
        for (uint256 i = 0; i < 32; ++i) {
            assertEq(vault.acceptedTotal(totals[i].token), totals[i].cumulative);
        }
    }

    function testTheGuardianRevokesAndTheEpochIsProposedAgain() public {
        _propose(1, ROOT, 600);
        vm.warp(vm.getBlockTimestamp() + 10 * CHALLENGE_WINDOW);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.RootRevoked(1, "a line was priced wrong");
        vm.prank(guardian);
        vault.revoke(1, "a line was priced wrong");
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NotProposed.selector, uint64(1)));
        vault.accept(1);
        _proposeAndAccept(1, NEXT_ROOT, 500);
        assertEq(vault.acceptedRoot(), NEXT_ROOT);
    }

    function testNothingButAPendingProposalIsRevoked() public {
        _proposeAndAccept(1, ROOT, 600);
        vm.startPrank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NotProposed.selector, uint64(1)));
        vault.revoke(1, "too late");
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NotProposed.selector, uint64(0)));
        vault.revoke(0, "nothing");
    }

    function testOnlyTheGuardianRevokesAndPauses() public {
        _propose(1, ROOT, 600);
        bytes memory refusal = abi.encodeWithSelector(
            IAccessControl.AccessControlUnauthorizedAccount.selector, submitter, vault.GUARDIAN_ROLE()
        );
        vm.startPrank(submitter);
        vm.expectRevert(refusal);
        vault.revoke(1, "mine");
        vm.expectRevert(refusal);
        vault.pause();
    }

    function testOnlyTheAdminResumes() public {
        vm.startPrank(guardian);
        vault.pause();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, guardian, bytes32(0))
        );
        vault.unpause();
    }

    function testAPauseStopsProposalsAndAcceptance() public {
        _propose(1, ROOT, 600);
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vm.prank(guardian);
        vault.pause();
        vm.expectRevert(Pausable.EnforcedPause.selector);
        vault.accept(1);
        vm.prank(guardian);
        vault.revoke(1, "still possible");
        vm.prank(submitter);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        vault.propose(1, 0, ROOT, _totals(600), MANIFEST);
    }

    function testTimeSpentPausedExtendsTheWindow() public {
        _propose(1, ROOT, 600);
        uint64 acceptableAt = vault.proposal().acceptableAt;
        vm.warp(vm.getBlockTimestamp() + 600);
        vm.prank(guardian);
        vault.pause();
        vm.warp(vm.getBlockTimestamp() + 5000);
        vm.prank(admin);
        vault.unpause();
        assertEq(vault.proposal().acceptableAt, acceptableAt + 5000);
        vm.warp(acceptableAt + 4999);
        vm.expectRevert(
            abi.encodeWithSelector(IRoyaltyVault.ChallengeWindowOpen.selector, uint64(1), acceptableAt + 5000)
        );
        vault.accept(1);
        vm.warp(acceptableAt + 5000);
        vault.accept(1);
    }

    function testAPauseWithoutAProposalLeavesNoTrace() public {
        vm.prank(guardian);
        vault.pause();
        vm.warp(vm.getBlockTimestamp() + 5000);
        vm.prank(admin);
        vault.unpause();
        assertEq(vault.proposal().acceptableAt, 0);
        _propose(1, ROOT, 600);
        assertEq(vault.proposal().acceptableAt, vm.getBlockTimestamp() + CHALLENGE_WINDOW);
    }

    function testRolesAreRotated() public {
        bytes32 role = vault.SUBMITTER_ROLE();
        vm.startPrank(admin);
        vault.revokeRole(role, submitter);
        vault.grantRole(role, stranger);
        vm.stopPrank();
        vm.prank(submitter);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, submitter, role)
        );
        vault.propose(1, 0, ROOT, _totals(600), MANIFEST);
        vm.prank(stranger);
        vault.propose(1, 0, ROOT, _totals(600), MANIFEST);
    }

    function _refused(uint64 epoch, bytes32 previousRoot, IRoyaltyVault.TokenTotal[] memory totals, bytes memory why)
        private
    {
        vm.prank(submitter);
        vm.expectRevert(why);
        vault.propose(epoch, previousRoot, NEXT_ROOT, totals, MANIFEST);
    }
}
