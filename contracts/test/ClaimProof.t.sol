// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {ClaimProof} from "../src/libraries/ClaimProof.sol";

contract ClaimProofTest is Test {
    function testFuzzARootIsTheOneThatOpenZeppelinFinds(bytes32[] calldata proof, bytes32 leaf) public pure {
        assertEq(ClaimProof.rootOf(proof, leaf), MerkleProof.processProofCalldata(proof, leaf));
    }

    function testFuzzALeafIsHashedTwice(address account, address token, uint256 cumulative) public pure {
        bytes32 once = keccak256(abi.encode(account, token, cumulative));
        assertEq(ClaimProof.leafOf(account, token, cumulative), keccak256(bytes.concat(once)));
    }

    function testFuzzMemoryIsLeftAsItWas(bytes32[] calldata proof, bytes32 leaf, bytes memory kept) public pure {
        bytes32 before = keccak256(kept);
        ClaimProof.rootOf(proof, leaf);
        ClaimProof.leafOf(address(1), address(2), 3);
        assertEq(keccak256(kept), before);
        assertEq(new bytes(7), hex"00000000000000");
    }

    function testAProofOfNothingLeadsToTheLeaf() public view {
        assertEq(this.rootOf(new bytes32[](0), keccak256("leaf")), keccak256("leaf"));
    }

    function testEqualNodesAreHashedToo() public view {
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = keccak256("leaf");
        assertEq(this.rootOf(proof, proof[0]), keccak256(bytes.concat(proof[0], proof[0])));
    }

    function rootOf(bytes32[] calldata proof, bytes32 leaf) external pure returns (bytes32) {
        return ClaimProof.rootOf(proof, leaf);
    }
}
