// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

/// @title The project's worked numbers: the published ones when they lie beside the clone, else the committed copy.
library Vectors {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant PUBLISHED = "../../shared/vectors/";
    string private constant COPY = "test/vectors/";

    function read(string memory name) internal view returns (string memory json) {
        try VM.readFile(string.concat(PUBLISHED, name)) returns (string memory published) {
            return published;
        } catch {
            return VM.readFile(string.concat(COPY, name));
        }
    }
}
