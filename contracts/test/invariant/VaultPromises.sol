// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRoyaltyVault} from "../../src/interfaces/IRoyaltyVault.sol";
import {StandardMerkleTree} from "../StandardMerkleTree.sol";
import {TestToken} from "../TestToken.sol";
import {EventCounting} from "./EventCounting.sol";

/// @title What the vault promised to whom: the leaves of its accepted root and of the next one.
abstract contract VaultPromises is EventCounting {
    uint256 internal constant PAYEES = 5;

    TestToken[] public listed;
    mapping(TestToken listedToken => uint256) public donated;
    mapping(TestToken listedToken => mapping(address payee => uint256)) public promised;
    mapping(TestToken listedToken => mapping(address payee => uint256)) internal _proposed;
    /// @dev The first rule that a step broke, empty while all hold.
    string public broken;

    mapping(TestToken listedToken => uint256) private _highestTotal;
    mapping(TestToken listedToken => mapping(address payee => uint256)) private _highestClaimed;
    uint64 private _highestEpoch;

    /// @dev What may only rise is compared after every single step.
    modifier watched() {
        _;
        if (vault.acceptedEpoch() < _highestEpoch) broken = "the accepted epoch fell";
        _highestEpoch = vault.acceptedEpoch();
        for (uint256 i = 0; i < listed.length; ++i) {
            uint256 total = vault.acceptedTotal(address(listed[i]));
            if (total < _highestTotal[listed[i]]) broken = "an accepted total fell";
            _highestTotal[listed[i]] = total;
            for (uint256 j = 0; j < PAYEES; ++j) {
                uint256 claims = vault.claimed(payee(j), address(listed[i]));
                if (claims < _highestClaimed[listed[i]][payee(j)]) broken = "what was claimed fell";
                _highestClaimed[listed[i]][payee(j)] = claims;
            }
        }
    }

    function payee(uint256 place) public pure returns (address) {
        return address(uint160(0x9000 + place % PAYEES));
    }

    function payeeCount() external pure returns (uint256) {
        return PAYEES;
    }

    function listedCount() external view returns (uint256) {
        return listed.length;
    }

    function _token(uint256 seed) internal view returns (TestToken) {
        return listed[seed % listed.length];
    }

    function _isDue(TestToken paid, address account) internal view returns (bool) {
        return promised[paid][account] > vault.claimed(account, address(paid));
    }

    function _raise(TestToken paid, uint256 first, uint256[10] calldata raises) internal returns (uint256 total) {
        uint256 left = vault.received(address(paid));
        for (uint256 j = 0; j < PAYEES; ++j) {
            left -= promised[paid][payee(j)];
        }
        for (uint256 j = 0; j < PAYEES; ++j) {
            uint256 raise = bound(raises[first + j], 0, left / 2);
            left -= raise;
            _proposed[paid][payee(j)] = promised[paid][payee(j)] + raise;
            total += _proposed[paid][payee(j)];
        }
    }

    function _claimOf(TestToken paid, address account) internal view returns (IRoyaltyVault.Claim memory) {
        uint256 cumulative = promised[paid][account];
        bytes32 leaf = StandardMerkleTree.leaf(account, address(paid), cumulative);
        bytes32[] memory proof = StandardMerkleTree.proof(_leaves(promised), leaf);
        return IRoyaltyVault.Claim(account, address(paid), cumulative, proof);
    }

    function _leaves(mapping(TestToken => mapping(address => uint256)) storage cumulative)
        internal
        view
        returns (bytes32[] memory leaves)
    {
        uint256 count = 0;
        bytes32[] memory all = new bytes32[](listed.length * PAYEES);
        for (uint256 i = 0; i < all.length; ++i) {
            (TestToken paid, address account) = (listed[i / PAYEES], payee(i));
            uint256 amount = cumulative[paid][account];
            if (amount > 0) all[count++] = StandardMerkleTree.leaf(account, address(paid), amount);
        }
        leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = all[i];
        }
    }

    function _attempt(bytes memory forbidden, string memory rule) internal {
        // solhint-disable-next-line avoid-low-level-calls
        (bool success,) = address(vault).call(forbidden);
        if (success) broken = rule;
    }
}
