// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The marketplace: licences bought into escrow and released on verification.
/// @notice A purchase is LOCKED until anyone releases it, on a fresh score of at least its minimum before the
/// deadline, or refunds it, on a fresh score below the minimum or from the deadline on. Each happens once.
interface IMarketplace {
    enum Status {
        NONE,
        LOCKED,
        RELEASED,
        REFUNDED
    }

    /// @notice What was agreed on at purchase.
    /// @param deadline seconds; released before it, refunded from it on
    /// @param passLifetime seconds the access pass is valid for from its release
    /// @param price base units of the token
    struct Purchase {
        address buyer;
        uint64 deadline;
        address seller;
        uint64 passLifetime;
        address token;
        uint64 minimumScorePpm;
        Status status;
        bytes32 modelId;
        uint128 price;
    }

    event Purchased(
        uint256 indexed purchaseId,
        bytes32 indexed modelId,
        address indexed buyer,
        address token,
        uint256 price,
        uint64 minimumScorePpm,
        uint64 deadline
    );
    event Released(uint256 indexed purchaseId, bytes32 indexed modelId, uint256 passId, uint256 fee, uint256 net);
    event Refunded(uint256 indexed purchaseId, bytes32 indexed modelId, uint256 amount);

    error ZeroAddress();
    error VerificationWindowInvalid(uint64 verificationWindow);
    error NotForSale(bytes32 modelId);
    error TokenMismatch(address token, address listed);
    error PriceAboveMaximum(uint256 price, uint256 maxPrice);
    error AmountMismatch(address token, uint256 expected, uint256 arrived);
    error NotLocked(uint256 purchaseId, Status status);
    error DeadlinePassed(uint256 purchaseId, uint64 deadline);
    error NotVerified(bytes32 modelId, uint64 expiresAt);
    error ScoreBelowMinimum(bytes32 modelId, uint64 scorePpm, uint64 minimumScorePpm);
    error NotRefundable(uint256 purchaseId, uint64 deadline);

    /// @notice Buys a licence into escrow at the model's price in force.
    /// @param token the token the buyer expects the price to be in
    /// @param maxPrice the most the buyer agrees to pay, in base units
    /// @param minScorePpm the least score the buyer accepts; the model's listed minimum holds when it is higher
    /// @return purchaseId counted from 1
    function buy(bytes32 modelId, address token, uint256 maxPrice, uint64 minScorePpm)
        external
        returns (uint256 purchaseId);

    /// @notice Hands the pass to the buyer and the price, less the platform fee, to those it belongs to; by anyone.
    /// @dev The seller is paid at once when nobody else has a part in it, else the vault takes it for the pipeline.
    function release(uint256 purchaseId) external;

    /// @notice Hands the full price back to the buyer; by anyone.
    function refund(uint256 purchaseId) external;

    /// @notice What was agreed on; all zero for an unknown id.
    function purchaseOf(uint256 purchaseId) external view returns (Purchase memory);

    /// @notice Seconds from a purchase to its deadline.
    function verificationWindow() external view returns (uint64);

    /// @notice Number of this contract's own events so far.
    function eventCount() external view returns (uint64);
}
