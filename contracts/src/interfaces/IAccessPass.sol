// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Access passes: the credential of a licence, an NFT that is locked to its holder.
interface IAccessPass {
    /// @notice What a pass grants. All times are in seconds.
    /// @param expiresAt the largest uint64 for a pass that never ends
    /// @param revokedAt zero while it is not revoked
    struct Pass {
        bytes32 modelId;
        uint64 issuedAt;
        uint64 expiresAt;
        uint64 revokedAt;
    }

    /// @notice A pass was issued to its holder for ever; it is valid until `expiresAt`, in seconds.
    event PassIssued(uint256 indexed passId, bytes32 indexed modelId, address indexed holder, uint64 expiresAt);
    /// @notice A pass was revoked and its holder has one more strike.
    event PassRevoked(uint256 indexed passId, bytes32 indexed modelId, address indexed holder, string reason);

    /// @notice The admin is the zero address.
    error ZeroAddress();
    /// @notice No pass of this id was issued.
    error UnknownPass(uint256 passId);
    /// @notice The pass was revoked before.
    error AlreadyRevoked(uint256 passId);
    /// @notice A pass stays with its holder.
    error PassIsLocked(uint256 passId);

    /// @notice Issues a pass; by the marketplace.
    /// @param modelId the model it grants the use of
    /// @param holder who keeps it for ever
    /// @param expiresAt seconds; from then on the pass is not valid
    /// @return passId counted from 1
    function issue(bytes32 modelId, address holder, uint64 expiresAt) external returns (uint256 passId);

    /// @notice Revokes a pass and gives its holder a strike; by the arbiter, once per pass.
    /// @param reason why, for everybody to read
    function revoke(uint256 passId, string calldata reason) external;

    /// @notice Whether the pass was issued, not expired and not revoked at a time, in seconds.
    function isValid(uint256 passId, uint64 time) external view returns (bool);

    /// @notice How many passes of the account were revoked: its reputation.
    function strikes(address account) external view returns (uint64);

    /// @notice What the pass grants; reverts for an unknown id.
    function passOf(uint256 passId) external view returns (Pass memory);

    /// @notice Number of this contract's own events so far, without `Transfer` and `Locked`.
    function eventCount() external view returns (uint64);
}
