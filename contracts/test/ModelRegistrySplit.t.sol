// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract ModelRegistrySplitTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");

    function setUp() public override {
        super.setUp();
        _registerModel(MODEL);
    }

    function testASplitIsKeptAndAnnounced() public {
        IModelRegistry.Split memory split = _evenSplit(3);
        vm.expectEmit(address(registry));
        emit IModelRegistry.SplitChanged(MODEL, split.accounts, split.basisPoints);
        _set(split);
        assertEq(registry.splitOf(MODEL).accounts, split.accounts);
        assertEq(abi.encode(registry.splitOf(MODEL)), abi.encode(split));
        assertEq(registry.eventCount(), 4);
    }

    function testAShorterSplitReplacesALongerOne() public {
        _set(_evenSplit(64));
        _set(_evenSplit(2));
        assertEq(registry.splitOf(MODEL).accounts.length, 2);
        assertEq(registry.splitOf(MODEL).basisPoints.length, 2);
    }

    function testASixtyFifthAccountIsRefused() public {
        _refused(
            _evenSplit(65), abi.encodeWithSelector(IModelRegistry.SplitLengthInvalid.selector, uint256(65), uint256(65))
        );
    }

    function testAnEmptySplitIsRefused() public {
        _refused(_evenSplit(0), abi.encodeWithSelector(IModelRegistry.SplitLengthInvalid.selector, 0, 0));
    }

    function testAccountsAndSharesMustPairUp() public {
        IModelRegistry.Split memory split = _evenSplit(2);
        split.basisPoints = new uint16[](3);
        _refused(split, abi.encodeWithSelector(IModelRegistry.SplitLengthInvalid.selector, 2, 3));
    }

    function testTheVaultIsNoPayee() public {
        _refused(
            _unsplit(address(vault)),
            abi.encodeWithSelector(IModelRegistry.SplitAccountInvalid.selector, address(vault))
        );
    }

    function testTheZeroAddressIsNoPayee() public {
        _refused(_unsplit(address(0)), abi.encodeWithSelector(IModelRegistry.SplitAccountInvalid.selector, address(0)));
    }

    function testAnAccountIsNamedOnce() public {
        IModelRegistry.Split memory split = _evenSplit(3);
        split.accounts[2] = split.accounts[0];
        _refused(split, abi.encodeWithSelector(IModelRegistry.DuplicateSplitAccount.selector, split.accounts[0]));
    }

    function testEveryShareIsPositive() public {
        IModelRegistry.Split memory split = _evenSplit(2);
        (split.basisPoints[0], split.basisPoints[1]) = (10_000, 0);
        _refused(split, abi.encodeWithSelector(IModelRegistry.ZeroSplitShare.selector, split.accounts[1]));
    }

    function testSharesSumToTheWhole() public {
        IModelRegistry.Split memory split = _evenSplit(2);
        split.basisPoints[1] = 4999;
        _refused(split, abi.encodeWithSelector(IModelRegistry.SplitSumInvalid.selector, uint256(9999)));
        split.basisPoints[1] = 5001;
        _refused(split, abi.encodeWithSelector(IModelRegistry.SplitSumInvalid.selector, uint256(10_001)));
    }

    function testAFirstSplitIsCheckedLikeALaterOne() public {
        Application memory application = _application(keccak256("another"), creator);
        application.split = _unsplit(address(vault));
        _commit(application, creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.SplitAccountInvalid.selector, address(vault)));
        _submit(application, creator);
    }

    function testOnlyTheOwnerSplits() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotOwner.selector, MODEL, stranger));
        registry.setSplit(MODEL, _unsplit(stranger));
    }

    function testATransferResetsTheSplitToTheNewOwnerWithoutAnEvent() public {
        _set(_evenSplit(5));
        uint64 before = registry.eventCount();
        vm.prank(creator);
        registry.transferFrom(creator, stranger, uint256(MODEL));
        assertEq(abi.encode(registry.splitOf(MODEL)), abi.encode(_unsplit(stranger)));
        assertEq(registry.eventCount(), before);
    }

    function testATransferToTheOwnerItselfResetsTheSplitToo() public {
        _set(_evenSplit(5));
        vm.prank(creator);
        registry.transferFrom(creator, creator, uint256(MODEL));
        assertEq(abi.encode(registry.splitOf(MODEL)), abi.encode(_unsplit(creator)));
    }

    function testTheVaultCannotOwnAModel() public {
        vm.prank(creator);
        vm.expectRevert(IModelRegistry.OwnerIsVault.selector);
        registry.transferFrom(creator, address(vault), uint256(MODEL));
    }

    function testFuzzASplitThatSumsToTheWholeIsKept(uint8 count, uint256 seed) public {
        count = uint8(bound(count, 1, 64));
        IModelRegistry.Split memory split = _evenSplit(count);
        for (uint256 i = 1; i < count; ++i) {
            uint16 moved = uint16(uint256(keccak256(abi.encode(seed, i))) % split.basisPoints[i]);
            split.basisPoints[i] -= moved;
            split.basisPoints[0] += moved;
        }
        _set(split);
        assertEq(abi.encode(registry.splitOf(MODEL)), abi.encode(split));
    }

    function _set(IModelRegistry.Split memory split) private {
        vm.prank(creator);
        registry.setSplit(MODEL, split);
    }

    function _refused(IModelRegistry.Split memory split, bytes memory refusal) private {
        vm.prank(creator);
        vm.expectRevert(refusal);
        registry.setSplit(MODEL, split);
    }
}
