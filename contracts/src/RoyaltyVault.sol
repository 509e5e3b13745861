// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IRoyaltyVault} from "./interfaces/IRoyaltyVault.sol";
import {ClaimProof} from "./libraries/ClaimProof.sol";

/// @title RoyaltyVault
/// @dev Invariants, per token:
/// - balance = received - claimed (tokens sent past `deposit` are nobody's and only raise the balance);
/// - sum of claims = accepted - outstanding <= accepted <= received;
/// - accepted epochs strictly rise, accepted totals never fall, claimed per account never falls;
/// - a root is accepted only on top of the root it was proposed on, and after its challenge window;
/// - nothing stops a claim against the accepted root: neither a pause, nor a proposal, nor any role;
/// - `eventCount` is the number of events emitted here, without `Claimed` and those of pause and roles.
contract RoyaltyVault is IRoyaltyVault, AccessControl, Pausable, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev Three words: a deposit and a proposal write the first, an acceptance the second and third. `outstanding`,
    /// accepted and not claimed yet, is all that a claim touches.
    /// @param place in `_tokens`, counted from 1; 0 for a token that is not listed
    struct Ledger {
        uint128 received;
        uint128 proposed;
        uint128 accepted;
        uint8 place;
        uint256 outstanding;
    }

    bytes32 public constant SUBMITTER_ROLE = keccak256("SUBMITTER_ROLE");
    bytes32 public constant GUARDIAN_ROLE = keccak256("GUARDIAN_ROLE");
    bytes32 public constant MARKETPLACE_ROLE = keccak256("MARKETPLACE_ROLE");
    uint32 public constant MINIMUM_FEE_PPM = 20_000;
    uint32 public constant MAXIMUM_FEE_PPM = 50_000;
    uint256 public constant MAXIMUM_TOKENS = 32;
    uint64 public constant MAXIMUM_CHALLENGE_WINDOW = 30 days;

    uint64 public immutable override challengeWindow;

    /// @dev These share one word with the inherited flag of the pause: a proposal or an acceptance reads it once.
    uint64 public override acceptedEpoch;
    uint64 public override eventCount;
    uint64 private _pausedAt;
    uint32 public override feePpm;
    bytes32 public override acceptedRoot;
    address public override treasury;

    /// @dev Pending when its epoch is not zero; the rest is left in place, which makes the next proposal cheaper.
    Proposal private _proposal;
    address[] private _tokens;
    mapping(address token => Ledger) private _ledgers;
    mapping(address account => mapping(address token => uint256)) public override claimed;
    /// @dev Zero stands for the account itself.
    mapping(address account => address) private _recipients;

    modifier onlyListed(address token) {
        _requireListed(token);
        _;
    }

    /// @param admin holds the default admin role and grants SUBMITTER_ROLE, GUARDIAN_ROLE and MARKETPLACE_ROLE
    /// @param initialFeePpm platform fee, 20 000 to 50 000 parts per million
    /// @param initialTreasury account that earns the fee
    /// @param challengeWindowSeconds from proposal to acceptance, at most 30 days; zero only on the development chains
    /// 1337 and 31337
    constructor(address admin, uint32 initialFeePpm, address initialTreasury, uint64 challengeWindowSeconds) {
        if (admin == address(0)) revert AccountInvalid(admin);
        bool developmentChain = block.chainid == 1337 || block.chainid == 31_337;
        if (challengeWindowSeconds > MAXIMUM_CHALLENGE_WINDOW || (challengeWindowSeconds == 0 && !developmentChain)) {
            revert ChallengeWindowInvalid(challengeWindowSeconds);
        }
        challengeWindow = challengeWindowSeconds;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _setFee(initialFeePpm);
        _setTreasury(initialTreasury);
    }

    /// @inheritdoc IRoyaltyVault
    function addToken(address token) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (token.code.length == 0) revert NotAContract(token);
        if (isToken(token)) revert TokenAlreadyListed(token);
        if (_tokens.length == MAXIMUM_TOKENS) revert TooManyTokens();
        _tokens.push(token);
        _ledgers[token].place = uint8(_tokens.length);
        ++eventCount;
        emit TokenAdded(token);
    }

    /// @inheritdoc IRoyaltyVault
    function setFee(uint32 newFeePpm) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setFee(newFeePpm);
    }

    /// @inheritdoc IRoyaltyVault
    function setTreasury(address newTreasury) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setTreasury(newTreasury);
    }

    /// @inheritdoc IRoyaltyVault
    function deposit(address token, address payer, uint256 amount) external nonReentrant onlyListed(token) {
        if (payer == address(0) || payer == address(this)) revert AccountInvalid(payer);
        _addReceived(token, amount);
        ++eventCount;
        emit Deposited(token, payer, amount);
        _pull(token, amount);
    }

    /// @inheritdoc IRoyaltyVault
    function addRevenue(address token, bytes32 modelId, uint256 amount)
        external
        nonReentrant
        onlyRole(MARKETPLACE_ROLE)
        onlyListed(token)
    {
        _addReceived(token, amount);
        ++eventCount;
        emit RevenueReceived(token, modelId, amount);
        _pull(token, amount);
    }

    /// @inheritdoc IRoyaltyVault
    function requestWithdrawal(address token, uint256 amount) external onlyListed(token) {
        if (amount == 0) revert ZeroAmount();
        ++eventCount;
        emit WithdrawalRequested(token, msg.sender, amount);
    }

    /// @inheritdoc IRoyaltyVault
    function setSpendLimit(address token, uint256 perPeriod) external onlyListed(token) {
        ++eventCount;
        emit SpendLimitChanged(token, msg.sender, perPeriod);
    }

    /// @inheritdoc IRoyaltyVault
    function setRecipient(address recipient) external {
        if (recipient == address(this)) revert AccountInvalid(recipient);
        _recipients[msg.sender] = recipient;
        ++eventCount;
        emit RecipientChanged(msg.sender, recipient);
    }

    /// @inheritdoc IRoyaltyVault
    function propose(
        uint64 epoch,
        bytes32 previousRoot,
        bytes32 root,
        TokenTotal[] calldata totals,
        bytes32 manifestHash
    ) external onlyRole(SUBMITTER_ROLE) whenNotPaused {
        if (_proposal.epoch != 0) revert ProposalPending(_proposal.epoch);
        if (epoch <= acceptedEpoch) revert EpochNotAhead(epoch, acceptedEpoch);
        if (previousRoot != acceptedRoot) revert PreviousRootMismatch(previousRoot, acceptedRoot);
        uint32 tokenBits = _recordTotals(totals);
        _proposal = Proposal(root, epoch, uint64(block.timestamp) + challengeWindow, tokenBits);
        ++eventCount;
        emit RootProposed(epoch, previousRoot, root, manifestHash);
    }

    /// @inheritdoc IRoyaltyVault
    function revoke(uint64 epoch, string calldata reason) external onlyRole(GUARDIAN_ROLE) {
        if (epoch == 0 || _proposal.epoch != epoch) revert NotProposed(epoch);
        _proposal.epoch = 0;
        ++eventCount;
        emit RootRevoked(epoch, reason);
    }

    /// @inheritdoc IRoyaltyVault
    function accept(uint64 epoch) external whenNotPaused {
        Proposal memory pending = _proposal;
        if (epoch == 0 || pending.epoch != epoch) revert NotProposed(epoch);
        if (block.timestamp < pending.acceptableAt) revert ChallengeWindowOpen(epoch, pending.acceptableAt);
        acceptedEpoch = epoch;
        acceptedRoot = pending.root;
        for (uint256 place = 0; pending.tokens >> place != 0; ++place) {
            if ((pending.tokens >> place) & 1 == 0) continue;
            // In bounds: only places of listed tokens have a bit, and none is ever removed.
            Ledger storage ledger = _ledgers[Arrays.unsafeAccess(_tokens, place).value];
            uint128 total = ledger.proposed;
            ledger.outstanding += total - ledger.accepted;
            ledger.accepted = total;
        }
        _proposal.epoch = 0;
        ++eventCount;
        emit RootAccepted(epoch, pending.root);
    }

    /// @inheritdoc IRoyaltyVault
    function claim(address account, address token, uint256 cumulative, bytes32 expectedRoot, bytes32[] calldata proof)
        external
        nonReentrant
    {
        _requireRoot(expectedRoot);
        _claim(account, token, cumulative, expectedRoot, proof);
    }

    /// @inheritdoc IRoyaltyVault
    function claimMany(bytes32 expectedRoot, Claim[] calldata claims) external nonReentrant {
        _requireRoot(expectedRoot);
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata leaf = claims[i];
            _claim(leaf.account, leaf.token, leaf.cumulative, expectedRoot, leaf.proof);
        }
    }

    /// @inheritdoc IRoyaltyVault
    function pause() external onlyRole(GUARDIAN_ROLE) whenNotPaused {
        _pausedAt = uint64(block.timestamp);
        _pause();
    }

    /// @inheritdoc IRoyaltyVault
    function unpause() external onlyRole(DEFAULT_ADMIN_ROLE) whenPaused {
        if (_proposal.epoch != 0) _proposal.acceptableAt += uint64(block.timestamp) - _pausedAt;
        _unpause();
    }

    /// @inheritdoc IRoyaltyVault
    function tokens() external view returns (address[] memory) {
        return _tokens;
    }

    /// @inheritdoc IRoyaltyVault
    function received(address token) external view returns (uint256) {
        return _ledgers[token].received;
    }

    /// @inheritdoc IRoyaltyVault
    function acceptedTotal(address token) external view returns (uint256) {
        return _ledgers[token].accepted;
    }

    /// @inheritdoc IRoyaltyVault
    function claimedTotal(address token) external view returns (uint256) {
        return _ledgers[token].accepted - _ledgers[token].outstanding;
    }

    /// @inheritdoc IRoyaltyVault
    function proposal() external view returns (Proposal memory pending) {
        if (_proposal.epoch != 0) pending = _proposal;
    }

    /// @inheritdoc IRoyaltyVault
    function isToken(address token) public view returns (bool) {
        return _ledgers[token].place != 0;
    }

    /// @inheritdoc IRoyaltyVault
    function recipientOf(address account) public view returns (address) {
        address recipient = _recipients[account];
        return recipient == address(0) ? account : recipient;
    }

    function _setFee(uint32 newFeePpm) private {
        if (newFeePpm < MINIMUM_FEE_PPM || newFeePpm > MAXIMUM_FEE_PPM) revert FeeOutOfRange(newFeePpm);
        feePpm = newFeePpm;
        ++eventCount;
        emit FeeChanged(newFeePpm);
    }

    function _setTreasury(address newTreasury) private {
        if (newTreasury == address(0) || newTreasury == address(this)) revert AccountInvalid(newTreasury);
        treasury = newTreasury;
        ++eventCount;
        emit TreasuryChanged(newTreasury);
    }

    function _addReceived(address token, uint256 amount) private {
        if (amount == 0) revert ZeroAmount();
        Ledger storage ledger = _ledgers[token];
        ledger.received = (ledger.received + amount).toUint128();
    }

    /// @dev Measures what arrives: a token that takes a fee or rebases on transfer is refused here.
    function _pull(address token, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 arrived = IERC20(token).balanceOf(address(this)) - before;
        if (arrived != amount) revert AmountMismatch(token, amount, arrived);
    }

    function _recordTotals(TokenTotal[] calldata totals) private returns (uint32 tokenBits) {
        for (uint256 i = 0; i < totals.length; ++i) {
            (address token, uint256 total) = (totals[i].token, totals[i].cumulative);
            Ledger storage ledger = _ledgers[token];
            (uint256 accepted, uint256 place) = (ledger.accepted, ledger.place);
            if (place == 0) revert TokenNotListed(token);
            uint32 bit = uint32(uint256(1) << (place - 1));
            if (tokenBits & bit != 0) revert DuplicateToken(token);
            tokenBits |= bit;
            if (total < accepted) revert TotalBelowAccepted(token, total, accepted);
            if (total > ledger.received) revert TotalAboveReceived(token, total, ledger.received);
            ledger.proposed = total.toUint128();
        }
    }

    function _claim(address account, address token, uint256 cumulative, bytes32 root, bytes32[] calldata proof)
        private
    {
        bytes32 leaf = ClaimProof.leafOf(account, token, cumulative);
        if (ClaimProof.rootOf(proof, leaf) != root) revert InvalidProof(account, token, cumulative);
        mapping(address token => uint256) storage paidTo = claimed[account];
        uint256 paid = paidTo[token];
        if (cumulative <= paid) revert NothingToClaim(account, token, paid);
        address recipient = recipientOf(account);
        if (recipient == address(this)) revert AccountInvalid(recipient);
        uint256 amount;
        // Cannot underflow: `cumulative` is above `paid`.
        unchecked {
            amount = cumulative - paid;
        }
        Ledger storage ledger = _ledgers[token];
        uint256 outstanding = ledger.outstanding;
        if (amount > outstanding) revert ClaimAboveOutstanding(token, amount, outstanding);
        paidTo[token] = cumulative;
        // Cannot underflow: `amount` is at most `outstanding`.
        unchecked {
            ledger.outstanding = outstanding - amount;
        }
        emit Claimed(account, token, amount, cumulative);
        IERC20(token).safeTransfer(recipient, amount);
    }

    function _requireListed(address token) private view {
        if (!isToken(token)) revert TokenNotListed(token);
    }

    function _requireRoot(bytes32 expectedRoot) private view {
        if (expectedRoot != acceptedRoot) revert StaleRoot(expectedRoot, acceptedRoot);
    }
}
