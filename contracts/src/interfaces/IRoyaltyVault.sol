// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The vault: it holds all money and pays it out against the accepted Merkle root.
/// @notice Roots are cumulative: a leaf `(account, token, cumulative)` promises everything the account ever earned, and
/// a claim pays what is missing. Payers' balances are kept off chain; on chain their deposits are part of `received`.
/// All amounts are in base units of the token.
interface IRoyaltyVault {
    /// @notice Cumulative total of all leaves of a token under a proposed root.
    struct TokenTotal {
        address token;
        uint256 cumulative;
    }

    /// @notice One leaf with its proof.
    struct Claim {
        address account;
        address token;
        uint256 cumulative;
        bytes32[] proof;
    }

    /// @notice The root that waits to be accepted; all zero when there is none.
    /// @param acceptableAt seconds; grows by the time the vault is paused
    /// @param tokens bit i is set when the proposal carries a total for the token at place i of `tokens()`
    struct Proposal {
        bytes32 root;
        uint64 epoch;
        uint64 acceptableAt;
        uint32 tokens;
    }

    event TokenAdded(address indexed token);
    event FeeChanged(uint32 feePpm);
    event TreasuryChanged(address treasury);
    event Deposited(address indexed token, address indexed payer, uint256 amount);
    /// @notice The largest uint256 stands for no limit.
    event SpendLimitChanged(address indexed token, address indexed payer, uint256 perPeriod);
    event WithdrawalRequested(address indexed token, address indexed payer, uint256 amount);
    event RevenueReceived(address indexed token, bytes32 indexed modelId, uint256 amount);
    event RecipientChanged(address indexed account, address recipient);
    event RootProposed(uint64 indexed epoch, bytes32 previousRoot, bytes32 root, bytes32 manifestHash);
    event RootRevoked(uint64 indexed epoch, string reason);
    event RootAccepted(uint64 indexed epoch, bytes32 root);
    event Claimed(address indexed account, address indexed token, uint256 amount, uint256 cumulative);

    error AccountInvalid(address account);
    error ZeroAmount();
    error NotAContract(address token);
    error TokenNotListed(address token);
    error TokenAlreadyListed(address token);
    error TooManyTokens();
    error FeeOutOfRange(uint32 feePpm);
    error ChallengeWindowInvalid(uint64 challengeWindow);
    error AmountMismatch(address token, uint256 expected, uint256 arrived);
    error ProposalPending(uint64 epoch);
    error NotProposed(uint64 epoch);
    error EpochNotAhead(uint64 epoch, uint64 acceptedEpoch);
    error PreviousRootMismatch(bytes32 previousRoot, bytes32 acceptedRoot);
    error DuplicateToken(address token);
    error TotalBelowAccepted(address token, uint256 total, uint256 accepted);
    error TotalAboveReceived(address token, uint256 total, uint256 received);
    error ChallengeWindowOpen(uint64 epoch, uint64 acceptableAt);
    error StaleRoot(bytes32 expectedRoot, bytes32 acceptedRoot);
    error InvalidProof(address account, address token, uint256 cumulative);
    error NothingToClaim(address account, address token, uint256 claimed);
    error ClaimAboveOutstanding(address token, uint256 amount, uint256 outstanding);

    /// @notice Lists a token, for ever; by the admin. At most 32, plain ERC-20 only.
    function addToken(address token) external;

    /// @notice Sets the one platform fee for usage and sales, 20 000 to 50 000 parts per million; by the admin.
    function setFee(uint32 feePpm) external;

    /// @notice Sets the account that earns the fee; by the admin.
    function setTreasury(address treasury) external;

    /// @notice Adds the caller's tokens to a payer's prepaid balance.
    function deposit(address token, address payer, uint256 amount) external;

    /// @notice Adds the caller's tokens as revenue of a model, already net of the fee; by the marketplace.
    function addRevenue(address token, bytes32 modelId, uint256 amount) external;

    /// @notice Asks for the caller's prepaid balance back; it is paid through a claim, as far as the balance goes.
    function requestWithdrawal(address token, uint256 amount) external;

    /// @notice Caps what the caller can be charged per period; the largest uint256 lifts the cap.
    function setSpendLimit(address token, uint256 perPeriod) external;

    /// @notice Redirects the caller's claims; zero redirects them back to the caller.
    function setRecipient(address recipient) external;

    /// @notice Proposes a root on top of the last accepted one; by the submitter.
    /// @param epoch above the last accepted epoch; roots are cumulative, so one may cover several epochs
    /// @param previousRoot the last accepted root, zero at first
    /// @param totals cumulative totals per token; a token that is left out keeps its last one
    /// @param manifestHash keccak256 of the batch manifest's bytes
    function propose(
        uint64 epoch,
        bytes32 previousRoot,
        bytes32 root,
        TokenTotal[] calldata totals,
        bytes32 manifestHash
    ) external;

    /// @notice Withdraws the pending proposal; by the guardian, until it is accepted, also while paused.
    function revoke(uint64 epoch, string calldata reason) external;

    /// @notice Makes the pending root the accepted one after its challenge window; by anyone.
    function accept(uint64 epoch) external;

    /// @notice Pays what an account has earned and not been paid yet; by anyone, to the account or its recipient.
    /// @param expectedRoot the accepted root the proof was made for, so that a stale proof says so
    function claim(address account, address token, uint256 cumulative, bytes32 expectedRoot, bytes32[] calldata proof)
        external;

    /// @notice Claims several leaves, all or none.
    function claimMany(bytes32 expectedRoot, Claim[] calldata claims) external;

    /// @notice Stops propose and accept, never claim; by the guardian.
    function pause() external;

    /// @notice Resumes after a pause, extending a pending challenge window by its length; by the admin.
    function unpause() external;

    /// @notice Number of this contract's own events so far, without `Claimed`.
    function eventCount() external view returns (uint64);

    function feePpm() external view returns (uint32);

    function treasury() external view returns (address);

    /// @notice Seconds a proposal waits before it can be accepted.
    function challengeWindow() external view returns (uint64);

    function isToken(address token) external view returns (bool);

    /// @notice The allow-list in the order of listing.
    function tokens() external view returns (address[] memory);

    /// @notice Total that ever came in.
    function received(address token) external view returns (uint256);

    /// @notice Total of the last accepted root.
    function acceptedTotal(address token) external view returns (uint256);

    /// @notice Total that was ever claimed.
    function claimedTotal(address token) external view returns (uint256);

    /// @notice What the account has been paid.
    function claimed(address account, address token) external view returns (uint256);

    /// @notice Where the account's claims are paid to: the account itself unless it set a recipient.
    function recipientOf(address account) external view returns (address);

    function acceptedEpoch() external view returns (uint64);

    function acceptedRoot() external view returns (bytes32);

    function proposal() external view returns (Proposal memory);
}
