// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {TributaryTest} from "../TributaryTest.sol";

/// @title Counts a contract's events from the logs themselves, to hold against its `eventCount`.
abstract contract EventCounting is TributaryTest {
    uint256 internal eventsSeen;
    mapping(bytes32 topic => bool) private _uncounted;

    /// @dev Wraps every step of a handler, so that no log of `emitter` is missed.
    modifier counted(address emitter) {
        vm.recordLogs();
        _;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == emitter && !_uncounted[logs[i].topics[0]]) ++eventsSeen;
        }
    }

    function _leaveUncounted(bytes32 topic) internal {
        _uncounted[topic] = true;
    }
}
