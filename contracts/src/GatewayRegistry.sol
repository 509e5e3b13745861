// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IGatewayRegistry} from "./interfaces/IGatewayRegistry.sol";

/// @title GatewayRegistry
/// @dev Invariants:
/// - only the admin changes who is authorised, and only a payer changes whom it allows;
/// - every change, and nothing else, emits an event, and `eventCount` is their number;
/// - the digest of a usage report is bound to this contract on this chain.
contract GatewayRegistry is IGatewayRegistry, AccessControl, EIP712 {
    bytes32 public constant USAGE_REPORT_TYPEHASH =
        keccak256("UsageReport(address gateway,uint64 sequence,bytes32 contentHash)");

    uint64 public override eventCount;
    mapping(address gateway => bool) public override isAuthorised;
    mapping(address payer => mapping(address gateway => bool)) public override isAllowed;

    /// @param admin holds the default admin role, which authorises and revokes gateways
    constructor(address admin) EIP712("Tributary", "1") {
        if (admin == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    /// @inheritdoc IGatewayRegistry
    function authorise(address gateway) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (gateway == address(0)) revert ZeroAddress();
        if (isAuthorised[gateway]) revert AlreadyAuthorised(gateway);
        isAuthorised[gateway] = true;
        ++eventCount;
        emit GatewayAuthorised(gateway);
    }

    /// @inheritdoc IGatewayRegistry
    function revoke(address gateway) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (!isAuthorised[gateway]) revert NotAuthorised(gateway);
        isAuthorised[gateway] = false;
        ++eventCount;
        emit GatewayRevoked(gateway);
    }

    /// @inheritdoc IGatewayRegistry
    function allow(address gateway) external {
        if (gateway == address(0)) revert ZeroAddress();
        if (isAllowed[msg.sender][gateway]) revert AlreadyAllowed(msg.sender, gateway);
        isAllowed[msg.sender][gateway] = true;
        ++eventCount;
        emit GatewayAllowed(msg.sender, gateway);
    }

    /// @inheritdoc IGatewayRegistry
    function disallow(address gateway) external {
        if (!isAllowed[msg.sender][gateway]) revert NotAllowed(msg.sender, gateway);
        isAllowed[msg.sender][gateway] = false;
        ++eventCount;
        emit GatewayDisallowed(msg.sender, gateway);
    }

    /// @inheritdoc IGatewayRegistry
    function hashUsageReport(address gateway, uint64 sequence, bytes32 contentHash) external view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(USAGE_REPORT_TYPEHASH, gateway, sequence, contentHash)));
    }
}
