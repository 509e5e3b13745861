// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IAccessPass} from "./interfaces/IAccessPass.sol";
import {IERC5192} from "./interfaces/IERC5192.sol";

/// @title AccessPass
/// @dev Invariants:
/// - only the marketplace issues passes, numbered 1, 2, 3 …, and none is ever burned or transferred;
/// - a pass's model, holder, issue and expiry never change, and it is revoked at most once, for ever;
/// - strikes(account) is the number of revoked passes that the account holds;
/// - `eventCount` is the number of events emitted here, without those of the ERC-721, ERC-5192 and of the roles.
contract AccessPass is IAccessPass, IERC5192, ERC721, AccessControl {
    bytes32 public constant MARKETPLACE_ROLE = keccak256("MARKETPLACE_ROLE");
    bytes32 public constant ARBITER_ROLE = keccak256("ARBITER_ROLE");

    uint64 public override eventCount;
    /// @notice Number of passes issued; the last one's id.
    uint256 public issued;
    mapping(address account => uint64) public override strikes;
    mapping(uint256 passId => Pass) private _passes;

    /// @param admin holds the default admin role and grants MARKETPLACE_ROLE and ARBITER_ROLE
    constructor(address admin) ERC721("Tributary Access Pass", "PASS") {
        if (admin == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    /// @inheritdoc IAccessPass
    function issue(bytes32 modelId, address holder, uint64 expiresAt)
        external
        onlyRole(MARKETPLACE_ROLE)
        returns (uint256 passId)
    {
        passId = issued + 1;
        issued = passId;
        _passes[passId] = Pass(modelId, uint64(block.timestamp), expiresAt, 0);
        _mint(holder, passId);
        ++eventCount;
        emit PassIssued(passId, modelId, holder, expiresAt);
        emit Locked(passId);
    }

    /// @inheritdoc IAccessPass
    function revoke(uint256 passId, string calldata reason) external onlyRole(ARBITER_ROLE) {
        _requireIssued(passId);
        if (_passes[passId].revokedAt != 0) revert AlreadyRevoked(passId);
        address holder = ownerOf(passId);
        _passes[passId].revokedAt = uint64(block.timestamp);
        ++strikes[holder];
        ++eventCount;
        emit PassRevoked(passId, _passes[passId].modelId, holder, reason);
    }

    /// @inheritdoc IAccessPass
    function isValid(uint256 passId, uint64 time) external view returns (bool) {
        Pass memory pass = _passes[passId];
        if (pass.issuedAt == 0 || time < pass.issuedAt || time >= pass.expiresAt) return false;
        return pass.revokedAt == 0 || time < pass.revokedAt;
    }

    /// @inheritdoc IAccessPass
    function passOf(uint256 passId) external view returns (Pass memory) {
        _requireIssued(passId);
        return _passes[passId];
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireIssued(tokenId);
        return true;
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, AccessControl) returns (bool) {
        return interfaceId == type(IERC5192).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev A pass is minted and then stays where it is.
    function _update(address to, uint256 passId, address auth) internal override returns (address from) {
        from = super._update(to, passId, auth);
        if (from != address(0)) revert PassIsLocked(passId);
    }

    function _requireIssued(uint256 passId) private view {
        if (_passes[passId].issuedAt == 0) revert UnknownPass(passId);
    }
}
