// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The register of gateways: who may report usage, and on whose account.
/// @notice A report counts when its gateway is authorised by the admin and allowed by the payer, both as at the start
/// of the minute it reports.
interface IGatewayRegistry {
    event GatewayAuthorised(address indexed gateway);
    event GatewayRevoked(address indexed gateway);
    event GatewayAllowed(address indexed payer, address indexed gateway);
    event GatewayDisallowed(address indexed payer, address indexed gateway);

    error ZeroAddress();
    error AlreadyAuthorised(address gateway);
    error NotAuthorised(address gateway);
    error AlreadyAllowed(address payer, address gateway);
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

    function isAuthorised(address gateway) external view returns (bool);

    function isAllowed(address payer, address gateway) external view returns (bool);

    /// @notice The EIP-712 digest that a gateway signs for a usage report.
    /// @param contentHash sha-256 of the report's bytes
    function hashUsageReport(address gateway, uint64 sequence, bytes32 contentHash) external view returns (bytes32);
}
