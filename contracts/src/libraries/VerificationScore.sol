// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";

/// @title Medians of measurements and the score they give, in parts per million.
library VerificationScore {
    uint256 internal constant WHOLE_PPM = 1_000_000;

    /// @notice The middle value, or the floor of the mean of the middle two. Sorts in place.
    function medianDown(uint256[] memory values) internal pure returns (uint256) {
        Arrays.sort(values);
        uint256 upper = values.length / 2;
        if (values.length % 2 == 1) return values[upper];
        return (values[upper - 1] + values[upper]) / 2;
    }

    /// @notice floor(accuracy * diversity * absence / (10^6 * cost)): at most 10^12 for shares of at most 10^6.
    function scoreDown(uint256 accuracyPpm, uint256 diversityPpm, uint256 absencePpm, uint256 costPpm)
        internal
        pure
        returns (uint256)
    {
        return accuracyPpm * diversityPpm * absencePpm / (WHOLE_PPM * costPpm);
    }
}
