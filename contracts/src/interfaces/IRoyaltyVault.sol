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

    /// @notice The token is on the allow-list from now on, for ever.
    event TokenAdded(address indexed token);
    /// @notice The platform fee of usage and sales from now on.
    event FeeChanged(uint32 feePpm);
    /// @notice The account that earns the fee from now on.
    event TreasuryChanged(address treasury);
    /// @notice `amount` was added to the payer's prepaid balance.
    event Deposited(address indexed token, address indexed payer, uint256 amount);
    /// @notice The largest uint256 stands for no limit.
    event SpendLimitChanged(address indexed token, address indexed payer, uint256 perPeriod);
    /// @notice The payer asks for `amount` of its prepaid balance back.
    event WithdrawalRequested(address indexed token, address indexed payer, uint256 amount);
    /// @notice `amount`, net of the fee, is revenue of the model.
    event RevenueReceived(address indexed token, bytes32 indexed modelId, uint256 amount);
    /// @notice The account's claims are paid to `recipient`; zero stands for the account itself.
    event RecipientChanged(address indexed account, address recipient);
    /// @notice A root waits for its challenge window; `manifestHash` names the batch it stands for.
    event RootProposed(uint64 indexed epoch, bytes32 previousRoot, bytes32 root, bytes32 manifestHash);
    /// @notice The guardian withdrew the proposal of this epoch.
    event RootRevoked(uint64 indexed epoch, string reason);
    /// @notice Claims are paid against this root from now on.
    event RootAccepted(uint64 indexed epoch, bytes32 root);
    /// @notice `amount` was paid, which makes `cumulative` in all.
    event Claimed(address indexed account, address indexed token, uint256 amount, uint256 cumulative);

    /// @notice The account is zero or the vault itself, where that cannot be.
    error AccountInvalid(address account);
    /// @notice The amount is zero.
    error ZeroAmount();
    /// @notice There is no contract at the address.
    error NotAContract(address token);
    /// @notice The token is not on the allow-list.
    error TokenNotListed(address token);
    /// @notice The token is on the allow-list as it is.
    error TokenAlreadyListed(address token);
    /// @notice The allow-list is full.
    error TooManyTokens();
    /// @notice The fee is not within `MINIMUM_FEE_PPM` and `MAXIMUM_FEE_PPM`.
    error FeeOutOfRange(uint32 feePpm);
    /// @notice The window is longer than `MAXIMUM_CHALLENGE_WINDOW`, or zero on a public chain.
    error ChallengeWindowInvalid(uint64 challengeWindow);
    /// @notice Another amount arrived than was sent: the token takes a fee or changes balances.
    error AmountMismatch(address token, uint256 expected, uint256 arrived);
    /// @notice A proposal waits already; it is accepted or revoked first.
    error ProposalPending(uint64 epoch);
    /// @notice No proposal of this epoch waits.
    error NotProposed(uint64 epoch);
    /// @notice The epoch is not above the last accepted one.
    error EpochNotAhead(uint64 epoch, uint64 acceptedEpoch);
    /// @notice The proposal stands on another root than the accepted one.
    error PreviousRootMismatch(bytes32 previousRoot, bytes32 acceptedRoot);
    /// @notice The proposal names a token twice.
    error DuplicateToken(address token);
    /// @notice The total is below what was accepted before.
    error TotalBelowAccepted(address token, uint256 total, uint256 accepted);
    /// @notice The total is above what the vault ever received.
    error TotalAboveReceived(address token, uint256 total, uint256 received);
    /// @notice The proposal can be accepted from `acceptableAt` on, in seconds.
    error ChallengeWindowOpen(uint64 epoch, uint64 acceptableAt);
    /// @notice The proof is for another root than the accepted one; make it anew.
    error StaleRoot(bytes32 expectedRoot, bytes32 acceptedRoot);
    /// @notice The proof does not lead from the leaf to the accepted root.
    error InvalidProof(address account, address token, uint256 cumulative);
    /// @notice The account has been paid as much already.
    error NothingToClaim(address account, address token, uint256 claimed);
    /// @notice The claim exceeds what is accepted and unclaimed of the token.
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
    /// @param reason why, for everybody to read
    function revoke(uint64 epoch, string calldata reason) external;

    /// @notice Makes the pending root the accepted one after its challenge window; by anyone.
    /// @param epoch the pending one, so that nobody accepts another than it looked at
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

    /// @notice The platform fee of usage and sales, in parts per million.
    function feePpm() external view returns (uint32);

    /// @notice The account that earns the fee.
    function treasury() external view returns (address);

    /// @notice Seconds a proposal waits before it can be accepted.
    function challengeWindow() external view returns (uint64);

    /// @notice Whether the token is on the allow-list.
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

    /// @notice The last accepted epoch, zero before the first.
    function acceptedEpoch() external view returns (uint64);

    /// @notice The root that claims are paid against, zero before the first.
    function acceptedRoot() external view returns (bytes32);

    /// @notice The root that waits to be accepted.
    function proposal() external view returns (Proposal memory);
}
