// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IModelRegistry} from "../interfaces/IModelRegistry.sol";

/// @title Effective-dated terms of one model, so that a change announced later never cancels one already scheduled.
/// @dev Sorted by effective time; equal times keep the order of announcement and the last one counts.
library TermsTimeline {
    struct Dated {
        uint64 effectiveAt;
        IModelRegistry.Terms terms;
    }

    /// @dev Shifts only past changes that are scheduled later, and only the owner who scheduled them pays for it.
    function insert(Dated[] storage timeline, uint64 effectiveAt, IModelRegistry.Terms calldata terms) internal {
        uint256 place = timeline.length;
        timeline.push();
        for (; place > 0 && timeline[place - 1].effectiveAt > effectiveAt; --place) {
            timeline[place] = timeline[place - 1];
        }
        timeline[place] = Dated({effectiveAt: effectiveAt, terms: terms});
    }

    /// @notice How many changes have an effective time of at most `time`; the last of them is in force.
    function countUntil(Dated[] storage timeline, uint64 time) internal view returns (uint256 low) {
        uint256 high = timeline.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (timeline[middle].effectiveAt > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
    }
}
