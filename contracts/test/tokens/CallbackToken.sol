// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {TestToken} from "../TestToken.sol";

/// @title Calls a target once in the middle of a transfer, as an ERC-777 hook would.
contract CallbackToken is TestToken("Callback", "CALL") {
    address private _target;
    bytes private _payload;

    function arm(address target, bytes calldata payload) external {
        _target = target;
        _payload = payload;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_target == address(0) || from == address(0)) return;
        address target = _target;
        _target = address(0);
        Address.functionCall(target, _payload);
    }
}
