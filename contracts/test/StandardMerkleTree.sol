// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title OpenZeppelin's `standard-v1` tree over `(account, token, cumulative)` leaves, built in memory.
library StandardMerkleTree {
    function leaf(address account, address token, uint256 cumulative) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account, token, cumulative))));
    }

    /// @notice Zero for no leaves.
    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        if (leaves.length == 0) return bytes32(0);
        return _tree(leaves)[0];
    }

    function proof(bytes32[] memory leaves, bytes32 target) internal pure returns (bytes32[] memory path) {
        bytes32[] memory tree = _tree(leaves);
        uint256 place = tree.length;
        do {
            --place;
        } while (tree[place] != target);
        uint256 depth = 0;
        for (uint256 up = place; up > 0; up = (up - 1) / 2) {
            ++depth;
        }
        path = new bytes32[](depth);
        for (uint256 i = 0; i < depth; ++i) {
            path[i] = tree[place % 2 == 0 ? place - 1 : place + 1];
            place = (place - 1) / 2;
        }
    }

    /// @dev Leaves are sorted and laid out from the end, parents of i and i + 1 before them.
    function _tree(bytes32[] memory leaves) private pure returns (bytes32[] memory tree) {
        bytes32[] memory ordered = _sorted(leaves);
        tree = new bytes32[](2 * ordered.length - 1);
        for (uint256 i = 0; i < ordered.length; ++i) {
            tree[tree.length - 1 - i] = ordered[i];
        }
        for (uint256 i = tree.length - ordered.length; i > 0; --i) {
            tree[i - 1] = Hashes.commutativeKeccak256(tree[2 * i - 1], tree[2 * i]);
        }
    }

    function _sorted(bytes32[] memory leaves) private pure returns (bytes32[] memory ordered) {
        ordered = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            uint256 place = i;
            for (; place > 0 && ordered[place - 1] > leaves[i]; --place) {
                ordered[place] = ordered[place - 1];
            }
            ordered[place] = leaves[i];
        }
    }
}
