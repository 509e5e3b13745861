// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {GatewayRegistry} from "../../src/GatewayRegistry.sol";
import {Test} from "forge-std/Test.sol";
import {GatewayHandler} from "./GatewayHandler.sol";

contract GatewayInvariants is Test {
    GatewayHandler private _handler;
    GatewayRegistry private _gateways;

    function setUp() public {
        _handler = new GatewayHandler();
        _gateways = _handler.registryUnderTest();
        bytes4[] memory steps = new bytes4[](2);
        steps[0] = GatewayHandler.authoriseOrRevoke.selector;
        steps[1] = GatewayHandler.allowOrDisallow.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: steps}));
        targetContract(address(_handler));
    }

    function invariantPermissionsAreAsLastChangedAndEveryChangeIsCounted() public view {
        for (uint8 i = 0; i < 4; ++i) {
            address gateway = _handler.account(i);
            assertEq(_gateways.isAuthorised(gateway), _handler.authorised(gateway));
            for (uint8 j = 0; j < 4; ++j) {
                address payer = _handler.account(j);
                assertEq(_gateways.isAllowed(payer, gateway), _handler.allowed(payer, gateway));
            }
        }
        assertEq(_gateways.eventCount(), _handler.eventsSeen(address(_gateways)));
    }
}
