// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {GatewayRegistry} from "../../src/GatewayRegistry.sol";
import {EventCounting} from "./EventCounting.sol";

/// @title Authorises and allows whom it has not, and takes back what it gave.
contract GatewayHandler is EventCounting {
    mapping(address gateway => bool) public authorised;
    mapping(address by => mapping(address gateway => bool)) public allowed;

    constructor() {
        setUp();
    }

    function authoriseOrRevoke(uint8 seed) external counted {
        address gateway = account(seed);
        authorised[gateway] = !authorised[gateway];
        vm.prank(admin);
        authorised[gateway] ? gateways.authorise(gateway) : gateways.revoke(gateway);
    }

    function allowOrDisallow(uint8 by, uint8 seed) external counted {
        address gateway = account(seed);
        allowed[account(by)][gateway] = !allowed[account(by)][gateway];
        vm.prank(account(by));
        allowed[account(by)][gateway] ? gateways.allow(gateway) : gateways.disallow(gateway);
    }

    function registryUnderTest() external view returns (GatewayRegistry) {
        return gateways;
    }

    function account(uint8 seed) public pure returns (address) {
        return address(uint160(0xb000) + seed % 4);
    }
}
