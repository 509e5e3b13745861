// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAccessPass} from "./interfaces/IAccessPass.sol";
import {IMarketplace} from "./interfaces/IMarketplace.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {IRoyaltyVault} from "./interfaces/IRoyaltyVault.sol";
import {IVerificationOracle} from "./interfaces/IVerificationOracle.sol";

/// @title Marketplace
/// @dev Invariants, per token:
/// - balance = sum of the prices of LOCKED purchases (tokens that reach it otherwise, be it as a model's owner or as
///   the treasury, are nobody's and only raise the balance);
/// - a purchase leaves LOCKED once, for ever, and what was agreed on at purchase never changes;
/// - fee + net = price on release, and the whole price goes back on refund;
/// - a pass exists exactly for every released purchase;
/// - nobody has a role here: every transition is open to anyone and decided by score and time;
/// - `eventCount` is the number of events emitted here.
contract Marketplace is IMarketplace, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 public constant WHOLE_PPM = 1_000_000;
    uint64 public constant MAXIMUM_VERIFICATION_WINDOW = 90 days;

    IModelRegistry public immutable models;
    IVerificationOracle public immutable oracle;
    IAccessPass public immutable passes;
    IRoyaltyVault public immutable vault;
    uint64 public immutable override verificationWindow;

    uint64 public override eventCount;
    /// @notice Number of purchases; the last one's id.
    uint256 public purchaseCount;
    mapping(uint256 purchaseId => Purchase) private _purchases;

    /// @dev Needs the vault's and the passes' MARKETPLACE_ROLE.
    /// @param verificationWindowSeconds from purchase to deadline, at most 90 days
    constructor(
        IModelRegistry modelRegistry,
        IVerificationOracle verificationOracle,
        IAccessPass accessPass,
        IRoyaltyVault royaltyVault,
        uint64 verificationWindowSeconds
    ) {
        if (
            address(modelRegistry) == address(0) || address(verificationOracle) == address(0)
                || address(accessPass) == address(0) || address(royaltyVault) == address(0)
        ) revert ZeroAddress();
        if (verificationWindowSeconds == 0 || verificationWindowSeconds > MAXIMUM_VERIFICATION_WINDOW) {
            revert VerificationWindowInvalid(verificationWindowSeconds);
        }
        models = modelRegistry;
        oracle = verificationOracle;
        passes = accessPass;
        vault = royaltyVault;
        verificationWindow = verificationWindowSeconds;
    }

    /// @inheritdoc IMarketplace
    function buy(bytes32 modelId, address token, uint256 maxPrice, uint64 minScorePpm)
        external
        nonReentrant
        returns (uint256 purchaseId)
    {
        IModelRegistry.Terms memory terms = models.termsAt(modelId, uint64(block.timestamp));
        if (terms.licencePrice == 0) revert NotForSale(modelId);
        if (terms.token != token) revert TokenMismatch(token, terms.token);
        if (terms.licencePrice > maxPrice) revert PriceAboveMaximum(terms.licencePrice, maxPrice);
        address seller = IERC721(address(models)).ownerOf(uint256(modelId));
        uint64 deadline = uint64(block.timestamp) + verificationWindow;
        uint64 minimumScorePpm = uint64(Math.max(terms.minimumScorePpm, minScorePpm));
        purchaseId = ++purchaseCount;
        _purchases[purchaseId] = Purchase({
            buyer: msg.sender,
            deadline: deadline,
            seller: seller,
            passLifetime: terms.passLifetime,
            token: token,
            minimumScorePpm: minimumScorePpm,
            status: Status.LOCKED,
            modelId: modelId,
            price: terms.licencePrice
        });
        ++eventCount;
        emit Purchased(purchaseId, modelId, msg.sender, token, terms.licencePrice, minimumScorePpm, deadline);
        _pull(token, terms.licencePrice);
    }

    /// @inheritdoc IMarketplace
    function release(uint256 purchaseId) external nonReentrant {
        Purchase memory purchase = _requireLocked(purchaseId);
        if (block.timestamp >= purchase.deadline) revert DeadlinePassed(purchaseId, purchase.deadline);
        (uint64 scorePpm,,, uint64 expiresAt) = oracle.scoreOf(purchase.modelId);
        if (block.timestamp >= expiresAt) revert NotVerified(purchase.modelId, expiresAt);
        if (scorePpm < purchase.minimumScorePpm) {
            revert ScoreBelowMinimum(purchase.modelId, scorePpm, purchase.minimumScorePpm);
        }
        uint256 fee = Math.mulDiv(purchase.price, vault.feePpm(), WHOLE_PPM);
        uint256 net = purchase.price - fee;
        bool sellerAlone = _belongsToSellerAlone(purchase.modelId);
        uint64 passExpiresAt = uint64(Math.min(block.timestamp + purchase.passLifetime, type(uint64).max));
        _purchases[purchaseId].status = Status.RELEASED;
        uint256 passId = passes.issue(purchase.modelId, purchase.buyer, passExpiresAt);
        ++eventCount;
        emit Released(purchaseId, purchase.modelId, passId, fee, net);
        _pay(purchase, fee, net, sellerAlone);
    }

    /// @inheritdoc IMarketplace
    function refund(uint256 purchaseId) external nonReentrant {
        Purchase memory purchase = _requireLocked(purchaseId);
        (uint64 scorePpm,,, uint64 expiresAt) = oracle.scoreOf(purchase.modelId);
        bool failed = block.timestamp < expiresAt && scorePpm < purchase.minimumScorePpm;
        if (!failed && block.timestamp < purchase.deadline) revert NotRefundable(purchaseId, purchase.deadline);
        _purchases[purchaseId].status = Status.REFUNDED;
        ++eventCount;
        emit Refunded(purchaseId, purchase.modelId, purchase.price);
        IERC20(purchase.token).safeTransfer(purchase.buyer, purchase.price);
    }

    /// @inheritdoc IMarketplace
    function purchaseOf(uint256 purchaseId) external view returns (Purchase memory) {
        return _purchases[purchaseId];
    }

    function _pay(Purchase memory purchase, uint256 fee, uint256 net, bool sellerAlone) private {
        IERC20 token = IERC20(purchase.token);
        if (fee > 0) token.safeTransfer(vault.treasury(), fee);
        if (sellerAlone) {
            token.safeTransfer(purchase.seller, net);
            return;
        }
        token.forceApprove(address(vault), net);
        vault.addRevenue(purchase.token, purchase.modelId, net);
    }

    /// @dev Measures what arrives: a token that takes a fee on transfer is refused here.
    function _pull(address token, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 arrived = IERC20(token).balanceOf(address(this)) - before;
        if (arrived != amount) revert AmountMismatch(token, amount, arrived);
    }

    /// @dev No ancestors, no other payees and no dispute: nothing for the pipeline to divide or hold back.
    function _belongsToSellerAlone(bytes32 modelId) private view returns (bool) {
        IModelRegistry.Model memory model = models.modelOf(modelId);
        if (model.parentCount > 0 || model.frozen) return false;
        IModelRegistry.Split memory split = models.splitOf(modelId);
        return split.accounts.length == 1 && split.accounts[0] == IERC721(address(models)).ownerOf(uint256(modelId));
    }

    function _requireLocked(uint256 purchaseId) private view returns (Purchase memory purchase) {
        purchase = _purchases[purchaseId];
        if (purchase.status != Status.LOCKED) revert NotLocked(purchaseId, purchase.status);
    }
}
