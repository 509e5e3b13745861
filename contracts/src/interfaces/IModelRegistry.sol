// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The register of models: who made this, from what, and on what terms.
/// @notice A model's id is its content: the sha2-256 digest of its CIDv1. Lineage, policy and share are fixed at
/// registration; terms and split are effective-dated by the events, which carry everything an indexer needs.
interface IModelRegistry {
    /// @notice File format of the model's content; the event carries it as its number.
    enum Format {
        ONNX,
        TF_SAVED_MODEL,
        PYTORCH,
        SAFETENSORS,
        GGUF,
        OTHER
    }

    /// @notice How a model is paid by what is built on it: LAP takes its share of the net revenue of every descendant
    /// of the child, LRP takes its share of what flows to the child.
    enum RoyaltyPolicy {
        LAP,
        LRP
    }

    /// @notice What use of a model costs.
    /// @param token the ERC-20 all amounts are in; must be on the vault's allow-list
    /// @param pricePerMillionCalls base units per million calls
    /// @param pricePerMillionInputTokens base units per million input tokens
    /// @param pricePerMillionOutputTokens base units per million output tokens
    /// @param pricePerMillionComputeMillis base units per million milliseconds of compute
    /// @param licencePrice base units for one access pass on the marketplace
    /// @param minimumScorePpm verification score a sale needs, in parts per million
    /// @param passRequired whether usage must cite a valid access pass
    /// @param passLifetime seconds an access pass is valid for
    struct Terms {
        address token;
        uint128 pricePerMillionCalls;
        uint128 pricePerMillionInputTokens;
        uint128 pricePerMillionOutputTokens;
        uint128 pricePerMillionComputeMillis;
        uint128 licencePrice;
        uint64 minimumScorePpm;
        bool passRequired;
        uint64 passLifetime;
    }

    /// @notice Who is behind a model. `accounts[i]` gets `basisPoints[i]` of 10 000.
    struct Split {
        address[] accounts;
        uint16[] basisPoints;
    }

    /// @notice What is kept of a model beside its owner, terms and split.
    /// @param codec multicodec byte of the CID: raw 0x55 or dag-pb 0x70
    /// @param royaltyShare over 10^8, binds future children
    /// @param lapBound upper bound of the LAP shares its ancestors can take, over 10^8
    /// @param ancestorBound number of paths to ancestors, never below the number of ancestors
    struct Model {
        uint8 codec;
        Format format;
        RoyaltyPolicy royaltyPolicy;
        uint32 royaltyShare;
        uint32 lapBound;
        uint16 ancestorBound;
        uint8 parentCount;
        bool frozen;
    }

    /// @notice `royaltyPolicy` is 0 for LAP and 1 for LRP; `royaltyShare` is over 10^8.
    event ModelRegistered(
        bytes32 indexed modelId,
        address indexed owner,
        uint8 codec,
        uint8 format,
        bytes32[] parents,
        uint8 royaltyPolicy,
        uint32 royaltyShare
    );
    /// @notice Prices per million of calls, input tokens, output tokens and compute milliseconds, in this order.
    event TermsChanged(
        bytes32 indexed modelId,
        address token,
        uint128[4] pricesPerMillion,
        uint128 licencePrice,
        uint64 minimumScorePpm,
        bool passRequired,
        uint64 passLifetime,
        uint64 effectiveAt
    );
    /// @notice What the model earns is divided among `accounts` from now on; `basisPoints` are over 10 000.
    event SplitChanged(bytes32 indexed modelId, address[] accounts, uint16[] basisPoints);
    /// @notice A dispute is open: the model's earnings are held back and it cannot become a parent.
    event ModelFrozen(bytes32 indexed modelId);
    /// @notice What was held back goes to `redirectTo`, or to the model's own split when that is zero.
    event ModelUnfrozen(bytes32 indexed modelId, address redirectTo);

    /// @notice The admin or the vault is the zero address.
    error ZeroAddress();
    /// @notice The notice is longer than `MAXIMUM_NOTICE`.
    error NoticeTooLong(uint64 notice, uint64 longest);
    /// @notice The caller has made this commitment before.
    error AlreadyCommitted(bytes32 commitment);
    /// @notice The caller has made no such commitment, or has used it.
    error NotCommitted(bytes32 commitment);
    /// @notice The commitment was made in this block.
    error CommitmentTooYoung(uint64 committedBlock);
    /// @notice The commitment is older than `COMMITMENT_LIFETIME`; commit again with another salt.
    error CommitmentExpired(uint64 committedAt);
    /// @notice This content is registered already.
    error AlreadyRegistered(bytes32 modelId);
    /// @notice The model is not registered.
    error UnknownModel(bytes32 modelId);
    /// @notice The codec is neither raw nor dag-pb.
    error UnknownCodec(uint8 codec);
    /// @notice The number is not that of a `Format`.
    error UnknownFormat(uint8 format);
    /// @notice The number is not that of a `RoyaltyPolicy`.
    error UnknownPolicy(uint8 royaltyPolicy);
    /// @notice The royalty share is above the whole.
    error ShareTooLarge(uint32 royaltyShare);
    /// @notice There are more than `MAXIMUM_PARENTS`.
    error TooManyParents(uint256 count);
    /// @notice A parent is named twice.
    error DuplicateParent(bytes32 modelId);
    /// @notice A parent is in dispute.
    error FrozenParent(bytes32 modelId);
    /// @notice The shares that ancestors can take sum to more than the whole.
    error LineageSharesTooLarge(uint256 shares);
    /// @notice There are more paths to ancestors than `MAXIMUM_ANCESTOR_BOUND`.
    error TooManyAncestors(uint256 bound);
    /// @notice The terms name a token that is not on the vault's allow-list.
    error TokenNotListed(address token);
    /// @notice The terms would take force before `earliest`.
    error EffectiveTooSoon(uint64 effectiveAt, uint64 earliest);
    /// @notice A split has 1 to 64 accounts and as many shares.
    error SplitLengthInvalid(uint256 accounts, uint256 basisPoints);
    /// @notice The account is zero or the vault.
    error SplitAccountInvalid(address account);
    /// @notice An account is named twice.
    error DuplicateSplitAccount(address account);
    /// @notice The share of the account is zero.
    error ZeroSplitShare(address account);
    /// @notice The shares do not sum to 10 000.
    error SplitSumInvalid(uint256 sum);
    /// @notice The caller does not own the model.
    error NotOwner(bytes32 modelId, address caller);
    /// @notice The vault cannot own a model.
    error OwnerIsVault();
    /// @notice The model is frozen as it is.
    error AlreadyFrozen(bytes32 modelId);
    /// @notice The model is not frozen.
    error NotFrozen(bytes32 modelId);

    /// @notice Announces a registration without naming its content, so that nobody can snatch it from the mempool.
    /// @param commitment `keccak256(abi.encode(digest, sender, salt))`; kept per sender
    function commit(bytes32 commitment) external;

    /// @notice Registers a model to the caller and mints its NFT, at least one block and at most a day after `commit`.
    /// @dev Emits `Transfer`, `ModelRegistered`, `TermsChanged` and `SplitChanged`; the terms are in force at once.
    /// @param salt the secret of the commitment
    /// @param digest sha2-256 digest of the CIDv1: the model id
    /// @param codec 0x55 (raw) or 0x70 (dag-pb)
    /// @param format number of a `Format`
    /// @param parents at most 16 distinct registered models that are not frozen
    /// @param royaltyPolicy number of a `RoyaltyPolicy`
    /// @param royaltyShare over 10^8; with the policy it binds future children and never changes
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
    ) external;

    /// @notice Announces new terms; by the owner. A change already announced is not cancelled by this one.
    /// @param effectiveAt seconds; at least `notice` from now
    function setTerms(bytes32 modelId, Terms calldata terms, uint64 effectiveAt) external;

    /// @notice Divides what the model earns from now on; by the owner. A transfer of the NFT resets it.
    function setSplit(bytes32 modelId, Split calldata split) external;

    /// @notice Opens a dispute: the model's earnings are held back and it cannot become a parent. By the arbiter.
    function freeze(bytes32 modelId) external;

    /// @notice Ends a dispute and says where the held earnings go. By the arbiter.
    /// @param redirectTo the account to pay, or zero for the model's own split
    function unfreeze(bytes32 modelId, address redirectTo) external;

    /// @notice Seconds between announcing terms and the moment they may take force.
    function notice() external view returns (uint64);

    /// @notice Number of this contract's own events so far, without `Transfer`.
    function eventCount() external view returns (uint64);

    /// @notice Whether the id is registered.
    function exists(bytes32 modelId) external view returns (bool);

    /// @notice What is kept of the model; reverts for an unknown id.
    function modelOf(bytes32 modelId) external view returns (Model memory);

    /// @notice Terms in force at a time, in seconds; reverts before the first ones.
    function termsAt(bytes32 modelId, uint64 time) external view returns (Terms memory);

    /// @notice The split in force; the owner alone when none was set since the last transfer.
    function splitOf(bytes32 modelId) external view returns (Split memory);

    /// @notice The CIDv1 in base32, for example `bafy…`.
    function cid(bytes32 modelId) external view returns (string memory);
}
