// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {GatewayRegistry} from "../src/GatewayRegistry.sol";
import {IGatewayRegistry} from "../src/interfaces/IGatewayRegistry.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract GatewayRegistryTest is TributaryTest {
    address private _gateway = makeAddr("gateway");

    function testTheAdminAuthorisesAndRevokes() public {
        vm.startPrank(admin);
        vm.expectEmit(address(gateways));
        emit IGatewayRegistry.GatewayAuthorised(_gateway);
        gateways.authorise(_gateway);
        assertTrue(gateways.isAuthorised(_gateway));
        vm.expectEmit(address(gateways));
        emit IGatewayRegistry.GatewayRevoked(_gateway);
        gateways.revoke(_gateway);
        assertFalse(gateways.isAuthorised(_gateway));
        assertEq(gateways.eventCount(), 2);
    }

    function testNobodyElseAuthorisesOrRevokes() public {
        bytes memory refusal =
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, bytes32(0));
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        gateways.authorise(_gateway);
        vm.expectRevert(refusal);
        gateways.revoke(_gateway);
    }

    function testAChangeThatChangesNothingIsRefused() public {
        vm.startPrank(admin);
        vm.expectRevert(abi.encodeWithSelector(IGatewayRegistry.NotAuthorised.selector, _gateway));
        gateways.revoke(_gateway);
        gateways.authorise(_gateway);
        vm.expectRevert(abi.encodeWithSelector(IGatewayRegistry.AlreadyAuthorised.selector, _gateway));
        gateways.authorise(_gateway);
        vm.expectRevert(abi.encodeWithSelector(IGatewayRegistry.NotAllowed.selector, admin, _gateway));
        gateways.disallow(_gateway);
        gateways.allow(_gateway);
        vm.expectRevert(abi.encodeWithSelector(IGatewayRegistry.AlreadyAllowed.selector, admin, _gateway));
        gateways.allow(_gateway);
    }

    function testTheZeroAddressIsNoGateway() public {
        vm.startPrank(admin);
        vm.expectRevert(IGatewayRegistry.ZeroAddress.selector);
        gateways.authorise(address(0));
        vm.expectRevert(IGatewayRegistry.ZeroAddress.selector);
        gateways.allow(address(0));
        vm.expectRevert(IGatewayRegistry.ZeroAddress.selector);
        new GatewayRegistry(address(0));
    }

    function testAPayerDecidesForItselfAlone() public {
        vm.startPrank(payer);
        vm.expectEmit(address(gateways));
        emit IGatewayRegistry.GatewayAllowed(payer, _gateway);
        gateways.allow(_gateway);
        assertTrue(gateways.isAllowed(payer, _gateway));
        assertFalse(gateways.isAllowed(stranger, _gateway));
        vm.expectEmit(address(gateways));
        emit IGatewayRegistry.GatewayDisallowed(payer, _gateway);
        gateways.disallow(_gateway);
        assertFalse(gateways.isAllowed(payer, _gateway));
        assertEq(gateways.eventCount(), 2);
    }

    function testTheDigestFollowsEip712() public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Tributary"),
                keccak256("1"),
                block.chainid,
                address(gateways)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("UsageReport(address gateway,uint64 sequence,bytes32 contentHash)"),
                _gateway,
                uint64(17),
                sha256("report")
            )
        );
        assertEq(
            gateways.hashUsageReport(_gateway, 17, sha256("report")),
            keccak256(abi.encodePacked(hex"1901", domain, message))
        );
    }

    function testTheDigestIsBoundToTheChain() public {
        bytes32 here = gateways.hashUsageReport(_gateway, 17, sha256("report"));
        vm.chainId(1);
        assertNotEq(gateways.hashUsageReport(_gateway, 17, sha256("report")), here);
    }

    function testFuzzASignatureRecoversToItsGatewayOnly(uint64 sequence, bytes32 contentHash) public {
        (address gateway, uint256 key) = makeAddrAndKey("signing gateway");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, gateways.hashUsageReport(gateway, sequence, contentHash));
        assertEq(ECDSA.recover(gateways.hashUsageReport(gateway, sequence, contentHash), v, r, s), gateway);
        assertNotEq(ECDSA.recover(gateways.hashUsageReport(_gateway, sequence, contentHash), v, r, s), gateway);
    }
}
