// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TestToken} from "../TestToken.sol";

/// @title Burns one unit of every transfer, so less arrives than was sent.
contract FeeOnTransferToken is TestToken("Fee on transfer", "FEE") {
    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(to, address(0), 1);
    }
}
