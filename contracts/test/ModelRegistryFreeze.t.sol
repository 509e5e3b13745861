// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract ModelRegistryFreezeTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");

    function setUp() public override {
        super.setUp();
        _registerModel(MODEL);
    }

    function testTheArbiterFreezesAndUnfreezes() public {
        vm.startPrank(arbiter);
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelFrozen(MODEL);
        registry.freeze(MODEL);
        assertTrue(registry.modelOf(MODEL).frozen);
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelUnfrozen(MODEL, stranger);
        registry.unfreeze(MODEL, stranger);
        assertFalse(registry.modelOf(MODEL).frozen);
        assertEq(registry.eventCount(), 5);
    }

    function testOnlyTheArbiterDecides() public {
        bytes memory refusal = abi.encodeWithSelector(
            IAccessControl.AccessControlUnauthorizedAccount.selector, creator, registry.ARBITER_ROLE()
        );
        vm.startPrank(creator);
        vm.expectRevert(refusal);
        registry.freeze(MODEL);
        vm.expectRevert(refusal);
        registry.unfreeze(MODEL, creator);
    }

    function testAFreezeHappensOnce() public {
        vm.startPrank(arbiter);
        registry.freeze(MODEL);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.AlreadyFrozen.selector, MODEL));
        registry.freeze(MODEL);
    }

    function testOnlyAFrozenModelIsUnfrozen() public {
        vm.prank(arbiter);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotFrozen.selector, MODEL));
        registry.unfreeze(MODEL, address(0));
    }

    function testAnUnknownModelIsNotFrozen() public {
        bytes32 unknown = keccak256("unknown");
        vm.prank(arbiter);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, unknown));
        registry.freeze(unknown);
    }

    function testWhatWasHeldBackIsNotRedirectedToTheVault() public {
        vm.startPrank(arbiter);
        registry.freeze(MODEL);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.SplitAccountInvalid.selector, address(vault)));
        registry.unfreeze(MODEL, address(vault));
    }
}
