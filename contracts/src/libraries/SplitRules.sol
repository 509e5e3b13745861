// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IModelRegistry} from "../interfaces/IModelRegistry.sol";

/// @title What makes a split payable in full: 1 to 64 distinct accounts whose positive shares sum to 10 000.
library SplitRules {
    uint256 internal constant MAXIMUM_ACCOUNTS = 64;
    uint256 internal constant WHOLE_BASIS_POINTS = 10_000;

    /// @param vault may not be an account: what it paid itself would break its books
    function requireValid(IModelRegistry.Split calldata split, address vault) internal pure {
        uint256 count = split.accounts.length;
        if (count == 0 || count > MAXIMUM_ACCOUNTS || count != split.basisPoints.length) {
            revert IModelRegistry.SplitLengthInvalid(count, split.basisPoints.length);
        }
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            address account = split.accounts[i];
            if (account == address(0) || account == vault) revert IModelRegistry.SplitAccountInvalid(account);
            if (split.basisPoints[i] == 0) revert IModelRegistry.ZeroSplitShare(account);
            for (uint256 j = 0; j < i; ++j) {
                if (split.accounts[j] == account) revert IModelRegistry.DuplicateSplitAccount(account);
            }
            sum += split.basisPoints[i];
        }
        if (sum != WHOLE_BASIS_POINTS) revert IModelRegistry.SplitSumInvalid(sum);
    }
}
