// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC2981} from "@openzeppelin/contracts/token/common/ERC2981.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {IRoyaltyVault} from "./interfaces/IRoyaltyVault.sol";
import {ContentId} from "./libraries/ContentId.sol";
import {SplitRules} from "./libraries/SplitRules.sol";
import {TermsTimeline} from "./libraries/TermsTimeline.sol";

/// @title ModelRegistry
/// @dev Invariants:
/// - a digest is registered once, and its codec, format, lineage, policy and share never change;
/// - every parent was registered before its child, so the lineage has no cycle;
/// - lapBound(m) + direct LRP shares(m) <= 10^8 and ancestorBound(m) <= 1024;
/// - terms after the first take force no sooner than `notice` after they were announced;
/// - a split is 1 to 64 distinct accounts, none of them zero or the vault, whose shares sum to 10 000;
/// - `eventCount` is the number of events emitted here, without those of the ERC-721 and of the roles.
contract ModelRegistry is IModelRegistry, ERC721, ERC2981, AccessControl {
    using SafeCast for uint256;
    using TermsTimeline for TermsTimeline.Dated[];

    struct Commitment {
        uint64 committedBlock;
        uint64 committedAt;
    }

    bytes32 public constant ARBITER_ROLE = keccak256("ARBITER_ROLE");
    /// @notice The whole of a model's revenue, in the unit of lineage shares.
    uint32 public constant WHOLE_SHARE = 100_000_000;
    uint256 public constant MAXIMUM_PARENTS = 16;
    uint256 public constant MAXIMUM_ANCESTOR_BOUND = 1024;
    uint64 public constant MAXIMUM_NOTICE = 30 days;
    uint64 public constant COMMITMENT_LIFETIME = 1 days;
    /// @notice ERC-2981 royalty of the registering account on secondary sales of the NFT.
    uint96 public constant RESALE_ROYALTY_BASIS_POINTS = 500;

    /// @notice The vault whose allow-list decides in which tokens terms may be.
    IRoyaltyVault public immutable vault;
    uint64 public immutable override notice;
    uint64 public override eventCount;

    mapping(address sender => mapping(bytes32 commitment => Commitment)) private _commitments;
    mapping(bytes32 modelId => Model) private _models;
    mapping(bytes32 modelId => TermsTimeline.Dated[]) private _terms;
    /// @dev Empty stands for the owner alone.
    mapping(bytes32 modelId => Split) private _splits;

    /// @param admin holds the default admin role and grants ARBITER_ROLE
    /// @param royaltyVault the deployed RoyaltyVault
    /// @param noticeSeconds from announcing terms to their taking force, at most 30 days
    constructor(address admin, IRoyaltyVault royaltyVault, uint64 noticeSeconds) ERC721("Tributary Model", "MODEL") {
        if (admin == address(0) || address(royaltyVault) == address(0)) revert ZeroAddress();
        if (noticeSeconds > MAXIMUM_NOTICE) revert NoticeTooLong(noticeSeconds, MAXIMUM_NOTICE);
        vault = royaltyVault;
        notice = noticeSeconds;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    /// @inheritdoc IModelRegistry
    function commit(bytes32 commitment) external {
        if (_commitments[msg.sender][commitment].committedAt != 0) revert AlreadyCommitted(commitment);
        _commitments[msg.sender][commitment] = Commitment(uint64(block.number), uint64(block.timestamp));
    }

    /// @inheritdoc IModelRegistry
    function register(
        bytes32 salt,
        bytes32 digest,
        uint8 codec,
        uint8 format,
        bytes32[] calldata parents,
        Terms calldata terms,
        uint8 royaltyPolicy,
        uint32 royaltyShare,
        Split calldata split
    ) external {
        bytes32 commitment = _requireRipeCommitment(digest, salt);
        if (exists(digest)) revert AlreadyRegistered(digest);
        _requireTokenListed(terms);
        SplitRules.requireValid(split, address(vault));
        Model memory model = _describe(codec, format, royaltyPolicy, royaltyShare);
        (model.lapBound, model.ancestorBound) = _lineageBounds(parents);
        model.parentCount = uint8(parents.length);

        delete _commitments[msg.sender][commitment];
        _models[digest] = model;
        _mint(msg.sender, uint256(digest));
        _setTokenRoyalty(uint256(digest), msg.sender, RESALE_ROYALTY_BASIS_POINTS);
        ++eventCount;
        emit ModelRegistered(digest, msg.sender, codec, format, parents, royaltyPolicy, royaltyShare);
        _scheduleTerms(digest, terms, uint64(block.timestamp));
        _replaceSplit(digest, split);
    }

    /// @inheritdoc IModelRegistry
    function setTerms(bytes32 modelId, Terms calldata terms, uint64 effectiveAt) external {
        _requireOwner(modelId);
        _requireTokenListed(terms);
        uint64 earliest = uint64(block.timestamp) + notice;
        if (effectiveAt < earliest) revert EffectiveTooSoon(effectiveAt, earliest);
        _scheduleTerms(modelId, terms, effectiveAt);
    }

    /// @inheritdoc IModelRegistry
    function setSplit(bytes32 modelId, Split calldata split) external {
        _requireOwner(modelId);
        SplitRules.requireValid(split, address(vault));
        _replaceSplit(modelId, split);
    }

    /// @inheritdoc IModelRegistry
    function freeze(bytes32 modelId) external onlyRole(ARBITER_ROLE) {
        _requireExists(modelId);
        if (_models[modelId].frozen) revert AlreadyFrozen(modelId);
        _models[modelId].frozen = true;
        ++eventCount;
        emit ModelFrozen(modelId);
    }

    /// @inheritdoc IModelRegistry
    function unfreeze(bytes32 modelId, address redirectTo) external onlyRole(ARBITER_ROLE) {
        if (!_models[modelId].frozen) revert NotFrozen(modelId);
        if (redirectTo == address(vault)) revert SplitAccountInvalid(redirectTo);
        _models[modelId].frozen = false;
        ++eventCount;
        emit ModelUnfrozen(modelId, redirectTo);
    }

    /// @inheritdoc IModelRegistry
    function modelOf(bytes32 modelId) external view returns (Model memory) {
        _requireExists(modelId);
        return _models[modelId];
    }

    /// @inheritdoc IModelRegistry
    function termsAt(bytes32 modelId, uint64 time) external view returns (Terms memory) {
        uint256 count = _terms[modelId].countUntil(time);
        if (count == 0) revert UnknownModel(modelId);
        return _terms[modelId][count - 1].terms;
    }

    /// @inheritdoc IModelRegistry
    function splitOf(bytes32 modelId) external view returns (Split memory split) {
        split = _splits[modelId];
        if (split.accounts.length > 0) return split;
        split.accounts = new address[](1);
        split.basisPoints = new uint16[](1);
        split.accounts[0] = ownerOf(uint256(modelId));
        split.basisPoints[0] = uint16(SplitRules.WHOLE_BASIS_POINTS);
    }

    /// @notice `ipfs://` and the model's CID.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        return string.concat("ipfs://", cid(bytes32(tokenId)));
    }

    /// @inheritdoc IModelRegistry
    function cid(bytes32 modelId) public view returns (string memory) {
        _requireExists(modelId);
        return ContentId.toText(_models[modelId].codec, modelId);
    }

    /// @inheritdoc IModelRegistry
    function exists(bytes32 modelId) public view returns (bool) {
        return _ownerOf(uint256(modelId)) != address(0);
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, ERC2981, AccessControl) returns (bool) {
        return super.supportsInterface(interfaceId);
    }

    /// @dev A new owner starts with an unsplit model; indexers derive the reset from `Transfer`.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        if (to == address(vault)) revert OwnerIsVault();
        from = super._update(to, tokenId, auth);
        if (from != address(0)) delete _splits[bytes32(tokenId)];
    }

    function _scheduleTerms(bytes32 modelId, Terms calldata terms, uint64 effectiveAt) private {
        _terms[modelId].insert(effectiveAt, terms);
        ++eventCount;
        emit TermsChanged(
            modelId,
            terms.token,
            [
                terms.pricePerMillionCalls,
                terms.pricePerMillionInputTokens,
                terms.pricePerMillionOutputTokens,
                terms.pricePerMillionComputeMillis
            ],
            terms.licencePrice,
            terms.minimumScorePpm,
            terms.passRequired,
            terms.passLifetime,
            effectiveAt
        );
    }

    function _replaceSplit(bytes32 modelId, Split calldata split) private {
        _splits[modelId] = split;
        ++eventCount;
        emit SplitChanged(modelId, split.accounts, split.basisPoints);
    }

    function _requireRipeCommitment(bytes32 digest, bytes32 salt) private view returns (bytes32 commitment) {
        commitment = keccak256(abi.encode(digest, msg.sender, salt));
        Commitment memory made = _commitments[msg.sender][commitment];
        if (made.committedAt == 0) revert NotCommitted(commitment);
        if (block.number <= made.committedBlock) revert CommitmentTooYoung(made.committedBlock);
        if (block.timestamp > made.committedAt + COMMITMENT_LIFETIME) revert CommitmentExpired(made.committedAt);
    }

    function _lineageBounds(bytes32[] calldata parents) private view returns (uint32, uint16) {
        if (parents.length > MAXIMUM_PARENTS) revert TooManyParents(parents.length);
        uint256 lapBound = 0;
        uint256 relativeShares = 0;
        uint256 ancestorBound = 0;
        for (uint256 i = 0; i < parents.length; ++i) {
            Model memory parent = _requireUsableParent(parents, i);
            if (parent.royaltyPolicy == RoyaltyPolicy.LAP) {
                lapBound += parent.royaltyShare;
            } else {
                relativeShares += parent.royaltyShare;
            }
            lapBound += parent.lapBound;
            ancestorBound += 1 + parent.ancestorBound;
        }
        if (lapBound + relativeShares > WHOLE_SHARE) revert LineageSharesTooLarge(lapBound + relativeShares);
        if (ancestorBound > MAXIMUM_ANCESTOR_BOUND) revert TooManyAncestors(ancestorBound);
        return (lapBound.toUint32(), ancestorBound.toUint16());
    }

    function _requireUsableParent(bytes32[] calldata parents, uint256 i) private view returns (Model memory parent) {
        _requireExists(parents[i]);
        for (uint256 j = 0; j < i; ++j) {
            if (parents[j] == parents[i]) revert DuplicateParent(parents[i]);
        }
        parent = _models[parents[i]];
        if (parent.frozen) revert FrozenParent(parents[i]);
    }

    function _requireExists(bytes32 modelId) private view {
        if (!exists(modelId)) revert UnknownModel(modelId);
    }

    function _requireOwner(bytes32 modelId) private view {
        _requireExists(modelId);
        if (_ownerOf(uint256(modelId)) != msg.sender) revert NotOwner(modelId, msg.sender);
    }

    function _requireTokenListed(Terms calldata terms) private view {
        if (!vault.isToken(terms.token)) revert TokenNotListed(terms.token);
    }

    function _describe(uint8 codec, uint8 format, uint8 royaltyPolicy, uint32 royaltyShare)
        private
        pure
        returns (Model memory model)
    {
        if (codec != ContentId.RAW && codec != ContentId.DAG_PB) revert UnknownCodec(codec);
        if (format > uint8(type(Format).max)) revert UnknownFormat(format);
        if (royaltyPolicy > uint8(type(RoyaltyPolicy).max)) revert UnknownPolicy(royaltyPolicy);
        if (royaltyShare > WHOLE_SHARE) revert ShareTooLarge(royaltyShare);
        model.codec = codec;
        model.format = Format(format);
        model.royaltyPolicy = RoyaltyPolicy(royaltyPolicy);
        model.royaltyShare = royaltyShare;
    }
}
