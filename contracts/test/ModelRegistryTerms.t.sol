// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract ModelRegistryTermsTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");
    uint64 private _registeredAt;

    function setUp() public override {
        super.setUp();
        _registerModel(MODEL);
        _registeredAt = uint64(vm.getBlockTimestamp());
    }

    function testTermsTakeForceAfterNotice() public {
        uint64 effectiveAt = _registeredAt + NOTICE;
        vm.expectEmit(address(registry));
        emit IModelRegistry.TermsChanged(
            MODEL, address(token), [uint128(1), 150_000, 600_000, 7], 25_000_000, 700_000, false, 90 days, effectiveAt
        );
        _announce(1, effectiveAt);
        assertEq(registry.termsAt(MODEL, effectiveAt - 1).pricePerMillionCalls, 1000);
        assertEq(registry.termsAt(MODEL, effectiveAt).pricePerMillionCalls, 1);
        assertEq(registry.eventCount(), 4);
    }

    function testTermsInsideTheNoticeAreRefused() public {
        uint64 earliest = _registeredAt + NOTICE;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EffectiveTooSoon.selector, earliest - 1, earliest));
        _announce(1, earliest - 1);
    }

    function testAScheduledChangeIsNotCancelledByOneAnnouncedLater() public {
        _announce(2, _registeredAt + 10 days);
        _announce(1, _registeredAt + 5 days);
        assertEq(registry.termsAt(MODEL, _registeredAt + 5 days).pricePerMillionCalls, 1);
        assertEq(registry.termsAt(MODEL, _registeredAt + 10 days).pricePerMillionCalls, 2);
    }

    function testOfChangesForTheSameTimeTheLastCounts() public {
        _announce(1, _registeredAt + 5 days);
        _announce(2, _registeredAt + 9 days);
        _announce(3, _registeredAt + 5 days);
        assertEq(registry.termsAt(MODEL, _registeredAt + 5 days).pricePerMillionCalls, 3);
        assertEq(registry.termsAt(MODEL, _registeredAt + 9 days).pricePerMillionCalls, 2);
    }

    function testTermsBeforeTheFirstDoNotExist() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, MODEL));
        registry.termsAt(MODEL, _registeredAt - 1);
    }

    function testTheFurthestFutureIsAllowed() public {
        _announce(1, type(uint64).max);
        assertEq(registry.termsAt(MODEL, type(uint64).max).pricePerMillionCalls, 1);
        assertEq(registry.termsAt(MODEL, type(uint64).max - 1).pricePerMillionCalls, 1000);
    }

    function testTermsMustBeInAListedToken() public {
        IModelRegistry.Terms memory terms = _terms();
        terms.token = stranger;
        vm.prank(creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.TokenNotListed.selector, stranger));
        registry.setTerms(MODEL, terms, _registeredAt + NOTICE);
    }

    function testOnlyTheOwnerSetsTerms() public {
        vm.prank(creator);
        registry.approve(stranger, uint256(MODEL));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotOwner.selector, MODEL, stranger));
        registry.setTerms(MODEL, _terms(), _registeredAt + NOTICE);
    }

    function testTermsOfAnUnknownModelAreRefused() public {
        bytes32 unknown = keccak256("unknown");
        vm.prank(creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, unknown));
        registry.setTerms(unknown, _terms(), _registeredAt + NOTICE);
    }

    /// @dev Against a linear search over the announcements in order.
    function testFuzzTheTimelineFindsWhatALinearSearchFinds(uint16[12] memory delays, uint16 probe) public {
        uint64 start = _registeredAt + NOTICE;
        uint128 expected = 1000;
        uint256 latest = 0;
        for (uint256 i = 0; i < delays.length; ++i) {
            _announce(uint128(i), start + delays[i]);
            if (delays[i] <= probe && delays[i] >= latest) {
                (expected, latest) = (uint128(i), delays[i]);
            }
        }
        assertEq(registry.termsAt(MODEL, start + probe).pricePerMillionCalls, expected);
    }

    function _announce(uint128 pricePerMillionCalls, uint64 effectiveAt) private {
        IModelRegistry.Terms memory terms = _terms();
        terms.pricePerMillionCalls = pricePerMillionCalls;
        vm.prank(creator);
        registry.setTerms(MODEL, terms, effectiveAt);
    }
}
