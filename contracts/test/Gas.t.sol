// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {TributaryTest} from "./TributaryTest.sol";

/// @title What each step costs as a transaction of its own: intrinsic gas, call data and cold storage included.
/// @dev `snapshots/` is committed and a number that differs from it fails; `npm run gas` writes it again.
/// forge-config: default.isolate = true
contract GasTest is TributaryTest {
    uint256 private constant DEPTH = 20;
    uint256 private constant LIMIT = 72_000;
    /// @dev What other leaves hold: without it a claim would empty a word of storage and be refunded for it.
    uint256 private constant OTHERS = 1e9;

    function setUp() public override {
        super.setUp();
        _fund(1e12);
    }

    function testAReturningClaimerInATreeOfAMillionLeavesPaysAtMostSeventyTwoThousandGas() public {
        _acceptDeepTree(1, 1e9);
        _claimDeep(1e9);
        vm.snapshotGasLastCall("vault", "claim, first of an account, 2^20 leaves");
        _acceptDeepTree(2, 2e9);
        _claimDeep(2e9);
        uint256 gas = vm.snapshotGasLastCall("vault", "claim, returning account, 2^20 leaves");
        assertLe(gas, LIMIT);
    }

    function testManyClaimsInOneTransaction() public {
        IRoyaltyVault.Claim[] memory claims = _deepClaims(1);
        vault.claimMany(vault.acceptedRoot(), claims);
        claims = _deepClaims(2);
        bytes32 root = vault.acceptedRoot();
        vault.claimMany(root, claims);
        vm.snapshotGasLastCall("vault", "claimMany, 16 returning accounts, 2^20 leaves");
    }

    function testProposingAndAccepting() public {
        _propose(1, keccak256("first"), 1e9);
        vm.snapshotGasLastCall("vault", "propose, first, 1 token");
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vault.accept(1);
        vm.snapshotGasLastCall("vault", "accept, first, 1 token");
        _propose(2, keccak256("second"), 2e9);
        vm.snapshotGasLastCall("vault", "propose, later, 1 token");
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vault.accept(2);
        vm.snapshotGasLastCall("vault", "accept, later, 1 token");
    }

    function testPaying() public {
        token.mint(payer, 2);
        vm.startPrank(payer);
        token.approve(address(vault), 2);
        vault.deposit(address(token), payer, 1);
        vm.snapshotGasLastCall("vault", "deposit, later");
    }

    function testRegistering() public {
        bytes32[] memory parents = new bytes32[](2);
        parents[0] = _registerModel(keccak256("first parent"));
        parents[1] = _registerModel(keccak256("second parent"));
        Application memory application = _application(keccak256("child"), creator);
        application.parents = parents;
        _register(application, creator);
        vm.snapshotGasLastCall("registry", "register, 2 parents, unsplit");
    }

    function testTrading() public {
        bytes32 root = _registerModel(keccak256("root"));
        Application memory application = _application(keccak256("child"), creator);
        application.parents = new bytes32[](1);
        application.parents[0] = root;
        bytes32 child = _register(application, creator);
        _verify(root, 700_000);
        vm.snapshotGasLastCall("market", "report, completing a quorum of 3");
        _verify(child, 700_000);
        _buy(root, 0);
        uint256 refunded = _buy(root, 700_001);
        vm.snapshotGasLastCall("market", "buy");
        _settle(_buy(root, 0));
        _settle(_buy(root, 0));
        vm.snapshotGasLastCall("market", "release, the seller at once");
        _settle(_buy(child, 0));
        vm.snapshotGasLastCall("market", "release, through the vault");
        marketplace.refund(refunded);
        vm.snapshotGasLastCall("market", "refund");
    }

    function _settle(uint256 purchaseId) private {
        marketplace.release(purchaseId);
    }

    function _acceptDeepTree(uint64 epoch, uint256 cumulative) private {
        _proposeAndAccept(epoch, _fold(_leaf(creator, cumulative), _siblings(0)), cumulative + OTHERS);
    }

    function _claimDeep(uint256 cumulative) private {
        bytes32 root = vault.acceptedRoot();
        vault.claim(creator, address(token), cumulative, root, _siblings(0));
    }

    /// @dev 16 leaves below one node at height 4, and 16 random siblings above it.
    function _deepClaims(uint64 epoch) private returns (IRoyaltyVault.Claim[] memory claims) {
        claims = new IRoyaltyVault.Claim[](16);
        bytes32[] memory nodes = new bytes32[](32);
        for (uint256 i = 0; i < 16; ++i) {
            address account = address(uint160(0xc000 + i));
            claims[i] = IRoyaltyVault.Claim(account, address(token), epoch * 1e9, _siblings(1));
            nodes[16 + i] = _leaf(account, epoch * 1e9);
        }
        for (uint256 i = 15; i > 0; --i) {
            nodes[i] = Hashes.commutativeKeccak256(nodes[2 * i], nodes[2 * i + 1]);
        }
        for (uint256 i = 0; i < 16; ++i) {
            for (uint256 height = 0; height < 4; ++height) {
                claims[i].proof[height] = nodes[((16 + i) >> height) ^ 1];
            }
        }
        _proposeAndAccept(epoch, _fold(nodes[16], claims[0].proof), 16 * epoch * 1e9 + OTHERS);
    }

    function _siblings(uint256 seed) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](DEPTH);
        for (uint256 i = 0; i < DEPTH; ++i) {
            proof[i] = keccak256(abi.encode(seed, i));
        }
    }

    function _fold(bytes32 node, bytes32[] memory proof) private pure returns (bytes32) {
        for (uint256 i = 0; i < proof.length; ++i) {
            node = Hashes.commutativeKeccak256(node, proof[i]);
        }
        return node;
    }
}
