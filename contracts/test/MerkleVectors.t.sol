// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {StandardMerkleTree} from "./StandardMerkleTree.sol";
import {TributaryTest} from "./TributaryTest.sol";
import {Vectors} from "./Vectors.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

contract MerkleVectorsTest is TributaryTest {
    string private _json;

    function testTheVectorsHold() public {
        _json = Vectors.read("merkle.json");
        uint256 trees = 0;
        uint256 leaves = 0;
        for (; vm.keyExistsJson(_json, _path(trees, "")); ++trees) {
            leaves += _checkTree(trees);
        }
        assertGe(trees, 5);
        assertGe(leaves, 19);
    }

    function _checkTree(uint256 tree) private view returns (uint256 count) {
        bytes32 root = vm.parseJsonBytes32(_json, _path(tree, ".root"));
        while (vm.keyExistsJson(_json, _leafPath(tree, count, ""))) {
            ++count;
        }
        bytes32[] memory hashes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            hashes[i] = StandardMerkleTree.leaf(
                vm.parseJsonAddress(_json, _leafPath(tree, i, ".account")),
                vm.parseJsonAddress(_json, _leafPath(tree, i, ".token")),
                vm.parseJsonUint(_json, _leafPath(tree, i, ".cumulative"))
            );
            assertEq(hashes[i], vm.parseJsonBytes32(_json, _leafPath(tree, i, ".leafHash")));
            bytes32[] memory proof = vm.parseJsonBytes32Array(_json, _leafPath(tree, i, ".proof"));
            assertTrue(MerkleProof.verify(proof, root, hashes[i]));
        }
        assertEq(StandardMerkleTree.root(hashes), root);
        for (uint256 i = 0; i < count; ++i) {
            bytes32[] memory proof = vm.parseJsonBytes32Array(_json, _leafPath(tree, i, ".proof"));
            assertEq(StandardMerkleTree.proof(hashes, hashes[i]), proof);
        }
    }

    function _path(uint256 tree, string memory rest) private pure returns (string memory) {
        return string.concat("$[", vm.toString(tree), "]", rest);
    }

    function _leafPath(uint256 tree, uint256 leaf, string memory rest) private pure returns (string memory) {
        return _path(tree, string.concat(".leaves[", vm.toString(leaf), "]", rest));
    }
}
