// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {VerificationScore} from "../src/libraries/VerificationScore.sol";
import {Vectors} from "./Vectors.sol";

contract VerificationScoreTest is Test {
    function testTheVectorsHold() public view {
        string memory json = Vectors.read("verification-score.json");
        uint256 count = 0;
        for (; vm.keyExistsJson(json, _path(count, "")); ++count) {
            uint256 score = VerificationScore.scoreDown(
                vm.parseJsonUint(json, _path(count, ".accuracyPpm")),
                vm.parseJsonUint(json, _path(count, ".diversityPpm")),
                vm.parseJsonUint(json, _path(count, ".absenceOfOverfittingPpm")),
                vm.parseJsonUint(json, _path(count, ".costPpm"))
            );
            assertEq(score, vm.parseJsonUint(json, _path(count, ".scorePpm")));
        }
        assertGe(count, 5);
    }

    function testTheMedianOfAnEvenNumberIsTheFloorOfTheMeanOfTheMiddleTwo() public pure {
        uint256[] memory values = new uint256[](4);
        (values[0], values[1], values[2], values[3]) = (9, 1, 4, 5);
        assertEq(VerificationScore.medianDown(values), 4);
    }

    /// @dev Against counting: as many values are at most the median as are at least it.
    function testFuzzAMedianHasAsManyBelowAsAbove(uint64[31] memory seeds, uint8 count) public pure {
        count = uint8(bound(count, 1, 31));
        uint256[] memory values = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            values[i] = seeds[i];
        }
        uint256 median = VerificationScore.medianDown(values);
        uint256 atMost = 0;
        uint256 below = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (seeds[i] <= median) ++atMost;
            if (seeds[i] < median) ++below;
        }
        assertGe(2 * atMost, count);
        assertLe(2 * below, count);
    }

    function _path(uint256 place, string memory rest) private pure returns (string memory) {
        return string.concat("$[", vm.toString(place), "]", rest);
    }
}
