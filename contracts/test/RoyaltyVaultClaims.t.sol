// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {StandardMerkleTree} from "./StandardMerkleTree.sol";
import {CallbackToken} from "./tokens/CallbackToken.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract RoyaltyVaultClaimsTest is TributaryTest {
    address private _alice = makeAddr("alice");
    address private _bob = makeAddr("bob");

    function setUp() public override {
        super.setUp();
        _fund(1000);
    }

    function testAClaimPaysWhatIsMissing() public {
        bytes32[] memory leaves = _accept(1, 300, 200);
        uint64 before = vault.eventCount();
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.Claimed(_alice, address(token), 300, 300);
        vm.prank(stranger);
        _claim(leaves, _alice, 300);
        assertEq(token.balanceOf(_alice), 300);
        assertEq(vault.claimed(_alice, address(token)), 300);
        assertEq(vault.claimedTotal(address(token)), 300);
        assertEq(vault.eventCount(), before);

        leaves = _accept(2, 450, 200);
        vm.expectEmit(address(vault));
        emit IRoyaltyVault.Claimed(_alice, address(token), 150, 450);
        _claim(leaves, _alice, 450);
        _claim(leaves, _bob, 200);
        assertEq(token.balanceOf(_alice), 450);
        assertEq(token.balanceOf(_bob), 200);
        assertEq(vault.claimedTotal(address(token)), 650);
    }

    function testAClaimIsPaidOnce() public {
        bytes32[] memory leaves = _accept(1, 300, 200);
        _claim(leaves, _alice, 300);
        _expectNothing(_alice, 300);
        _claim(leaves, _alice, 300);
        bytes32[] memory same = _accept(2, 300, 250);
        _expectNothing(_alice, 300);
        _claim(same, _alice, 300);
    }

    function testALeafThatFellPaysNothing() public {
        _claim(_accept(1, 300, 200), _alice, 300);
        bytes32[] memory lower = _accept(2, 299, 201);
        _expectNothing(_alice, 300);
        _claim(lower, _alice, 299);
    }

    function testAClaimAgainstAnOldRootSaysSo() public {
        bytes32[] memory old = _accept(1, 300, 200);
        bytes32 oldRoot = vault.acceptedRoot();
        _accept(2, 301, 200);
        bytes32[] memory proof = StandardMerkleTree.proof(old, _leaf(_alice, 300));
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.StaleRoot.selector, oldRoot, vault.acceptedRoot()));
        vault.claim(_alice, address(token), 300, oldRoot, proof);
        IRoyaltyVault.Claim[] memory claims = new IRoyaltyVault.Claim[](0);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.StaleRoot.selector, oldRoot, vault.acceptedRoot()));
        vault.claimMany(oldRoot, claims);
    }

    function testAProposedRootPaysNothingYetAndTheAcceptedOneStillDoes() public {
        bytes32[] memory leaves = _accept(1, 300, 200);
        bytes32[] memory next = _leaves(400, 200);
        _propose(2, StandardMerkleTree.root(next), 600);
        bytes32 root = vault.acceptedRoot();
        bytes32[] memory proof = StandardMerkleTree.proof(next, _leaf(_alice, 400));
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.InvalidProof.selector, _alice, address(token), 400));
        vault.claim(_alice, address(token), 400, root, proof);
        _claim(leaves, _alice, 300);
    }

    function testAProofIsBoundToAccountTokenAndAmount() public {
        bytes32[] memory proof = StandardMerkleTree.proof(_accept(1, 300, 200), _leaf(_alice, 300));
        bytes32 root = vault.acceptedRoot();
        _refuseProof(_bob, address(token), 300, root, proof);
        _refuseProof(_alice, stranger, 300, root, proof);
        _refuseProof(_alice, address(token), 301, root, proof);
        _refuseProof(_alice, address(token), 300, root, new bytes32[](0));
    }

    function testNothingIsClaimedBeforeTheFirstRoot() public {
        _refuseProof(_alice, address(token), 300, 0, new bytes32[](0));
    }

    function testClaimsNeverExceedTheAcceptedTotal() public {
        bytes32[] memory leaves = _leaves(300, 200);
        _proposeAndAccept(1, StandardMerkleTree.root(leaves), 499);
        _claim(leaves, _alice, 300);
        bytes32[] memory proof = StandardMerkleTree.proof(leaves, _leaf(_bob, 200));
        bytes32 root = vault.acceptedRoot();
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.ClaimAboveOutstanding.selector, address(token), 200, 199));
        vault.claim(_bob, address(token), 200, root, proof);
    }

    function testAPauseNeverStopsAClaim() public {
        bytes32[] memory leaves = _accept(1, 300, 200);
        vm.prank(guardian);
        vault.pause();
        _claim(leaves, _alice, 300);
        assertEq(token.balanceOf(_alice), 300);
        IRoyaltyVault.Claim[] memory claims = new IRoyaltyVault.Claim[](1);
        claims[0] = _bothClaims(leaves)[1];
        vault.claimMany(vault.acceptedRoot(), claims);
        assertEq(token.balanceOf(_bob), 200);
    }

    function testAClaimGoesToTheRecipientThatTheAccountSet() public {
        bytes32[] memory leaves = _accept(1, 300, 200);
        vm.prank(_alice);
        vault.setRecipient(stranger);
        _claim(leaves, _alice, 300);
        assertEq(token.balanceOf(stranger), 300);
        assertEq(token.balanceOf(_alice), 0);
        assertEq(vault.claimed(_alice, address(token)), 300);
    }

    function testALeafForTheVaultItselfIsNotPaid() public {
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = _leaf(address(vault), 300);
        _proposeAndAccept(1, leaves[0], 300);
        bytes32 root = vault.acceptedRoot();
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.AccountInvalid.selector, address(vault)));
        vault.claim(address(vault), address(token), 300, root, new bytes32[](0));
    }

    function testManyClaimsArePaidAtOnceOrNotAtAll() public {
        bytes32[] memory leaves = _accept(1, 300, 200);
        bytes32 root = vault.acceptedRoot();
        IRoyaltyVault.Claim[] memory claims = _bothClaims(leaves);
        vault.claimMany(root, claims);
        assertEq(token.balanceOf(_alice), 300);
        assertEq(token.balanceOf(_bob), 200);
        leaves = _accept(2, 301, 200);
        root = vault.acceptedRoot();
        claims = _bothClaims(leaves);
        _expectNothing(_bob, 200);
        vault.claimMany(root, claims);
        assertEq(token.balanceOf(_alice), 300);
    }

    function testALeafNamedTwiceInOneCallIsPaidOnce() public {
        bytes32[] memory leaves = _accept(1, 300, 200);
        bytes32 root = vault.acceptedRoot();
        IRoyaltyVault.Claim[] memory claims = _bothClaims(leaves);
        claims[1] = claims[0];
        _expectNothing(_alice, 300);
        vault.claimMany(root, claims);
    }

    function testATokenThatReentersAClaimIsRefused() public {
        CallbackToken reentering = new CallbackToken();
        vm.prank(admin);
        vault.addToken(address(reentering));
        _fund(reentering, 100);
        bytes32 leaf = StandardMerkleTree.leaf(_alice, address(reentering), 60);
        IRoyaltyVault.TokenTotal[] memory totals = new IRoyaltyVault.TokenTotal[](1);
        totals[0] = IRoyaltyVault.TokenTotal(address(reentering), 60);
        vm.prank(submitter);
        vault.propose(1, 0, leaf, totals, 0);
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vault.accept(1);
        bytes memory again = abi.encodeCall(vault.claim, (_alice, address(reentering), 60, leaf, new bytes32[](0)));
        reentering.arm(address(vault), again);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vault.claim(_alice, address(reentering), 60, leaf, new bytes32[](0));
        reentering.arm(address(0), "");
        vault.claim(_alice, address(reentering), 60, leaf, new bytes32[](0));
    }

    function testFuzzEveryLeafOfATreeIsPaidInFull(uint8 count, uint96[64] memory amounts, uint8 pick) public {
        count = uint8(bound(count, 1, 64));
        uint256 total = 0;
        bytes32[] memory leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            amounts[i] = uint96(bound(amounts[i], 1, type(uint96).max));
            total += amounts[i];
            leaves[i] = _leaf(address(uint160(0x7000 + i)), amounts[i]);
        }
        _fund(total);
        _proposeAndAccept(1, StandardMerkleTree.root(leaves), total);
        pick = uint8(bound(pick, 0, count - 1));
        address account = address(uint160(0x7000 + uint256(pick)));
        _claim(leaves, account, amounts[pick]);
        assertEq(token.balanceOf(account), amounts[pick]);
    }

    function testFuzzAForgedProofIsRefused(address account, uint256 cumulative, bytes32[] memory proof) public {
        _accept(1, 300, 200);
        vm.assume(account != _alice && account != _bob);
        _refuseProof(account, address(token), cumulative, vault.acceptedRoot(), proof);
    }

    function _leaves(uint256 alices, uint256 bobs) private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](2);
        (leaves[0], leaves[1]) = (_leaf(_alice, alices), _leaf(_bob, bobs));
    }

    function _accept(uint64 epoch, uint256 alices, uint256 bobs) private returns (bytes32[] memory leaves) {
        leaves = _leaves(alices, bobs);
        _proposeAndAccept(epoch, StandardMerkleTree.root(leaves), alices + bobs);
    }

    function _bothClaims(bytes32[] memory leaves) private view returns (IRoyaltyVault.Claim[] memory claims) {
        claims = new IRoyaltyVault.Claim[](2);
        uint256 alices = leaves[0] == _leaf(_alice, 300) ? 300 : 301;
        claims[0] = IRoyaltyVault.Claim(_alice, address(token), alices, StandardMerkleTree.proof(leaves, leaves[0]));
        claims[1] = IRoyaltyVault.Claim(_bob, address(token), 200, StandardMerkleTree.proof(leaves, leaves[1]));
    }

    /// @dev By whoever the test pranked: nothing else is called here.
    function _claim(bytes32[] memory leaves, address account, uint256 cumulative) private {
        bytes32[] memory proof = StandardMerkleTree.proof(leaves, _leaf(account, cumulative));
        vault.claim(account, address(token), cumulative, StandardMerkleTree.root(leaves), proof);
    }

    function _expectNothing(address account, uint256 paid) private {
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.NothingToClaim.selector, account, address(token), paid));
    }

    function _refuseProof(address account, address paid, uint256 cumulative, bytes32 root, bytes32[] memory proof)
        private
    {
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyVault.InvalidProof.selector, account, paid, cumulative));
        vault.claim(account, paid, cumulative, root, proof);
    }
}
