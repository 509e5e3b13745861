// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {TributaryTest} from "../TributaryTest.sol";

/// @title Counts contracts' events from the logs themselves, to hold against their `eventCount`.
abstract contract EventCounting is TributaryTest {
    mapping(address emitter => uint256) public eventsSeen;
    mapping(bytes32 topic => bool) private _uncounted;

    /// @dev Wraps every step of a handler, so that no log is missed.
    modifier counted() {
        vm.recordLogs();
        _;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (!_uncounted[logs[i].topics[0]]) ++eventsSeen[logs[i].emitter];
            _seen(logs[i]);
        }
    }

    function _leaveUncounted(bytes32 topic) internal {
        _uncounted[topic] = true;
    }

    /// @dev For a handler that keeps more of the logs than their number.
    // solhint-disable-next-line no-empty-blocks
    function _seen(Vm.Log memory log) internal virtual {}
}
