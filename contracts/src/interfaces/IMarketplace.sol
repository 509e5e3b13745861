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

    /// @notice What was agreed on at purchase; only `status` ever changes.
    /// @param deadline seconds; released before it, refunded from it on
    /// @param seller the model's owner at purchase
    /// @param passLifetime seconds the access pass is valid for from its release
    /// @param minimumScorePpm the higher of the listed and the buyer's minimum
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

    /// @notice A licence was bought; its price lies in escrow until `deadline`, in seconds. `price` is in base units.
    event Purchased(
        uint256 indexed purchaseId,
        bytes32 indexed modelId,
        address indexed buyer,
        address token,
        uint256 price,
        uint64 minimumScorePpm,
        uint64 deadline
    );
    /// @notice A purchase was released: the pass issued, `fee` paid to the treasury, `net` to the seller or the vault.
    event Released(uint256 indexed purchaseId, bytes32 indexed modelId, uint256 passId, uint256 fee, uint256 net);
    /// @notice A purchase was refunded: `amount`, the whole price, went back to the buyer.
    event Refunded(uint256 indexed purchaseId, bytes32 indexed modelId, uint256 amount);

    /// @notice A contract that this one works with is the zero address.
    error ZeroAddress();
    /// @notice The window is zero or longer than `MAXIMUM_VERIFICATION_WINDOW`.
    error VerificationWindowInvalid(uint64 verificationWindow);
    /// @notice The model has no licence price.
    error NotForSale(bytes32 modelId);
    /// @notice The price is in another token than the buyer named.
    error TokenMismatch(address token, address listed);
    /// @notice The price in force is above the most that the buyer agreed to.
    error PriceAboveMaximum(uint256 price, uint256 maxPrice);
    /// @notice Another amount arrived than was sent: the token takes a fee or changes balances.
    error AmountMismatch(address token, uint256 expected, uint256 arrived);
    /// @notice The purchase has left LOCKED, or its id is unknown.
    error NotLocked(uint256 purchaseId, Status status);
    /// @notice Too late to release: from its deadline on a purchase is refunded.
    error DeadlinePassed(uint256 purchaseId, uint64 deadline);
    /// @notice The model has no score, or one that has expired.
    error NotVerified(bytes32 modelId, uint64 expiresAt);
    /// @notice The fresh score is below the minimum of the purchase: it is refunded.
    error ScoreBelowMinimum(bytes32 modelId, uint64 scorePpm, uint64 minimumScorePpm);
    /// @notice Neither has the model failed with a fresh score nor has the deadline come.
    error NotRefundable(uint256 purchaseId, uint64 deadline);

    /// @notice Buys a licence into escrow at the model's price in force.
    /// @dev The caller approves the price to this contract before.
    /// @param modelId a model with a licence price
    /// @param token the token the buyer expects the price to be in
    /// @param maxPrice the most the buyer agrees to pay, in base units
    /// @param minScorePpm the least score the buyer accepts; the model's listed minimum holds when it is higher
    /// @return purchaseId counted from 1
    function buy(bytes32 modelId, address token, uint256 maxPrice, uint64 minScorePpm)
        external
        returns (uint256 purchaseId);

    /// @notice Hands the pass to the buyer and the price, less the platform fee, to those it belongs to; by anyone,
    /// before the deadline, on a fresh score of at least the minimum.
    /// @dev Fee and treasury are the vault's at release. The seller is paid at once when the model has no parents, its
    /// owner as its only payee and no dispute at release, else the vault takes the net for the pipeline.
    /// @param purchaseId as `buy` returned it
    function release(uint256 purchaseId) external;

    /// @notice Hands the full price back to the buyer; by anyone, on a fresh score below the minimum or from the
    /// deadline on.
    /// @param purchaseId as `buy` returned it
    function refund(uint256 purchaseId) external;

    /// @notice What was agreed on; all zero for an unknown id.
    function purchaseOf(uint256 purchaseId) external view returns (Purchase memory);

    /// @notice Seconds from a purchase to its deadline.
    function verificationWindow() external view returns (uint64);

    /// @notice Number of this contract's own events so far.
    function eventCount() external view returns (uint64);
}
