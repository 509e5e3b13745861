// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessPass} from "../src/AccessPass.sol";
import {IAccessPass} from "../src/interfaces/IAccessPass.sol";
import {IERC5192} from "../src/interfaces/IERC5192.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract AccessPassTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");
    uint64 private _now;

    function setUp() public override {
        super.setUp();
        _now = uint64(vm.getBlockTimestamp());
    }

    function testAPassIsIssuedLockedToItsHolder() public {
        vm.expectEmit(address(passes));
        emit IERC721.Transfer(address(0), buyer, 1);
        vm.expectEmit(address(passes));
        emit IAccessPass.PassIssued(1, MODEL, buyer, _now + 100);
        vm.expectEmit(address(passes));
        emit IERC5192.Locked(1);
        assertEq(_issue(_now + 100), 1);
        assertEq(passes.ownerOf(1), buyer);
        assertTrue(passes.locked(1));
        assertEq(abi.encode(passes.passOf(1)), abi.encode(IAccessPass.Pass(MODEL, _now, _now + 100, 0)));
        assertEq(passes.eventCount(), 1);
        assertEq(_issue(_now + 100), 2);
        assertEq(passes.issued(), 2);
    }

    function testAPassIsValidFromItsIssueUntilItExpires() public {
        _issue(_now + 100);
        assertFalse(passes.isValid(1, _now - 1));
        assertTrue(passes.isValid(1, _now));
        assertTrue(passes.isValid(1, _now + 99));
        assertFalse(passes.isValid(1, _now + 100));
        assertFalse(passes.isValid(2, _now));
    }

    function testAPassThatNeverEndsIsValidAtAnyTimeThatBlocksCanHave() public {
        _issue(type(uint64).max);
        assertTrue(passes.isValid(1, type(uint64).max - 1));
    }

    function testARevokedPassIsInvalidFromThatMomentAndStrikesItsHolder() public {
        _issue(_now + 100);
        vm.warp(_now + 40);
        vm.expectEmit(address(passes));
        emit IAccessPass.PassRevoked(1, MODEL, buyer, "shared with others");
        vm.prank(arbiter);
        passes.revoke(1, "shared with others");
        assertTrue(passes.isValid(1, _now + 39));
        assertFalse(passes.isValid(1, _now + 40));
        assertEq(passes.strikes(buyer), 1);
        assertEq(passes.strikes(stranger), 0);
        assertEq(passes.eventCount(), 2);
    }

    function testAPassIsRevokedOnce() public {
        _issue(_now + 100);
        vm.startPrank(arbiter);
        passes.revoke(1, "once");
        vm.expectRevert(abi.encodeWithSelector(IAccessPass.AlreadyRevoked.selector, 1));
        passes.revoke(1, "twice");
        assertEq(passes.strikes(buyer), 1);
    }

    function testAPassThatWasNotIssuedIsUnknown() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessPass.UnknownPass.selector, 1);
        vm.expectRevert(refusal);
        passes.passOf(1);
        vm.expectRevert(refusal);
        passes.locked(1);
        vm.prank(arbiter);
        vm.expectRevert(refusal);
        passes.revoke(1, "nothing");
    }

    function testAPassCannotBeTransferred() public {
        _issue(_now + 100);
        vm.startPrank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IAccessPass.PassIsLocked.selector, 1));
        passes.transferFrom(buyer, stranger, 1);
        passes.approve(stranger, 1);
        vm.stopPrank();
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessPass.PassIsLocked.selector, 1));
        passes.safeTransferFrom(buyer, stranger, 1);
    }

    function testOnlyTheMarketplaceIssuesAndOnlyTheArbiterRevokes() public {
        bytes32 issuer = passes.MARKETPLACE_ROLE();
        bytes32 arbiters = passes.ARBITER_ROLE();
        bytes4 selector = IAccessControl.AccessControlUnauthorizedAccount.selector;
        vm.startPrank(arbiter);
        vm.expectRevert(abi.encodeWithSelector(selector, arbiter, issuer));
        passes.issue(MODEL, arbiter, _now + 100);
        vm.stopPrank();
        vm.startPrank(address(marketplace));
        vm.expectRevert(abi.encodeWithSelector(selector, address(marketplace), arbiters));
        passes.revoke(1, "mine");
    }

    function testTheInterfacesAreAnnounced() public view {
        assertTrue(passes.supportsInterface(0xb45a3c0e));
        assertTrue(passes.supportsInterface(type(IERC721).interfaceId));
        assertTrue(passes.supportsInterface(type(IAccessControl).interfaceId));
        assertFalse(passes.supportsInterface(0xffffffff));
    }

    function testTheConstructorRefusesAZeroAdmin() public {
        vm.expectRevert(IAccessPass.ZeroAddress.selector);
        new AccessPass(address(0));
    }

    function testFuzzValidityIsTheWholeRule(uint64 issuedAt, uint64 lifetime, uint64 revokedAfter, uint64 time) public {
        issuedAt = uint64(bound(issuedAt, 1, type(uint64).max / 4));
        uint64 expiresAt = issuedAt + uint64(bound(lifetime, 0, type(uint64).max / 4));
        uint64 revokedAt = issuedAt + uint64(bound(revokedAfter, 0, type(uint64).max / 4));
        vm.warp(issuedAt);
        _issue(expiresAt);
        vm.warp(revokedAt);
        vm.prank(arbiter);
        passes.revoke(1, "test");
        assertEq(passes.isValid(1, time), issuedAt <= time && time < expiresAt && time < revokedAt);
    }

    function _issue(uint64 expiresAt) private returns (uint256) {
        vm.prank(address(marketplace));
        return passes.issue(MODEL, buyer, expiresAt);
    }
}
