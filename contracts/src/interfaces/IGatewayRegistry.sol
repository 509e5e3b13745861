// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The register of gateways: who may report usage, and on whose account.
/// @notice A report counts when its gateway is authorised by the admin and allowed by the payer, both as at the start
/// of the minute it reports.
interface IGatewayRegistry {
    /// @notice The admin lets the gateway report usage.
    event GatewayAuthorised(address indexed gateway);
    /// @notice The admin ended the right of the gateway to report usage.
    event GatewayRevoked(address indexed gateway);
    /// @notice The payer pays for usage that the gateway reports.
    event GatewayAllowed(address indexed payer, address indexed gateway);
    /// @notice The payer no longer pays for usage that the gateway reports.
    event GatewayDisallowed(address indexed payer, address indexed gateway);

    /// @notice The admin or the gateway is the zero address.
    error ZeroAddress();
    /// @notice The gateway is authorised as it is.
    error AlreadyAuthorised(address gateway);
    /// @notice The gateway is not authorised.
    error NotAuthorised(address gateway);
    /// @notice The payer allows the gateway as it is.
    error AlreadyAllowed(address payer, address gateway);
    /// @notice The payer does not allow the gateway.
    error NotAllowed(address payer, address gateway);

    /// @notice Lets a gateway report usage; by the admin.
    function authorise(address gateway) external;

    /// @notice Ends a gateway's right to report usage; by the admin.
    function revoke(address gateway) external;

    /// @notice Lets a gateway report usage that the caller pays for.
    function allow(address gateway) external;

    /// @notice Takes back what `allow` gave.
    function disallow(address gateway) external;

    /// @notice Number of this contract's own events so far.
    function eventCount() external view returns (uint64);

    /// @notice Whether the admin lets the gateway report usage now.
    function isAuthorised(address gateway) external view returns (bool);

    /// @notice Whether the payer allows the gateway now.
    function isAllowed(address payer, address gateway) external view returns (bool);

    /// @notice The EIP-712 digest that a gateway signs for a usage report.
    /// @param gateway the signer
    /// @param sequence strictly rising per gateway
    /// @param contentHash sha-256 of the report's bytes
    function hashUsageReport(address gateway, uint64 sequence, bytes32 contentHash) external view returns (bytes32);
}
