// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deploy} from "../script/Deploy.s.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract DeployTest is TributaryTest {
    function testADeploymentIsWiredAndTheDeployerKeepsNothing() public {
        Deploy script = new Deploy();
        Deploy.Deployment memory deployment = script.deploy(_configuration(admin), address(script));

        assertEq(deployment.vault.feePpm(), 30_000);
        assertEq(deployment.vault.treasury(), treasury);
        assertEq(deployment.vault.challengeWindow(), 2 hours);
        assertTrue(deployment.vault.isToken(address(token)));
        assertTrue(deployment.vault.hasRole(deployment.vault.SUBMITTER_ROLE(), submitter));
        assertTrue(deployment.vault.hasRole(deployment.vault.GUARDIAN_ROLE(), guardian));
        assertEq(deployment.models.notice(), 3 hours);
        assertEq(address(deployment.models.vault()), address(deployment.vault));
        assertTrue(deployment.models.hasRole(deployment.models.ARBITER_ROLE(), arbiter));
        assertEq(address(deployment.oracle.models()), address(deployment.models));
        assertEq(deployment.oracle.quorum(), 1);
        assertEq(deployment.oracle.validity(), 4 hours);
        assertTrue(deployment.oracle.hasRole(deployment.oracle.REPORTER_ROLE(), stranger));
        address marketplace = address(deployment.marketplace);
        assertTrue(deployment.vault.hasRole(deployment.vault.MARKETPLACE_ROLE(), marketplace));
        assertTrue(deployment.passes.hasRole(deployment.passes.MARKETPLACE_ROLE(), marketplace));
        assertTrue(deployment.passes.hasRole(deployment.passes.ARBITER_ROLE(), arbiter));
        assertEq(address(deployment.marketplace.models()), address(deployment.models));
        assertEq(address(deployment.marketplace.oracle()), address(deployment.oracle));
        assertEq(address(deployment.marketplace.passes()), address(deployment.passes));
        assertEq(address(deployment.marketplace.vault()), address(deployment.vault));
        assertEq(deployment.marketplace.verificationWindow(), 5 hours);
        assertTrue(deployment.oracle.hasRole(0, admin));
        assertTrue(deployment.passes.hasRole(0, admin));
        assertFalse(deployment.oracle.hasRole(0, address(script)));
        assertFalse(deployment.passes.hasRole(0, address(script)));
        assertTrue(deployment.vault.hasRole(0, admin));
        assertTrue(deployment.models.hasRole(0, admin));
        assertTrue(deployment.gateways.hasRole(0, admin));
        assertFalse(deployment.vault.hasRole(0, address(script)));
        assertFalse(deployment.models.hasRole(0, address(script)));
        assertFalse(deployment.gateways.hasRole(0, address(script)));
    }

    function testADeployerThatIsTheAdminStaysAdmin() public {
        Deploy script = new Deploy();
        Deploy.Deployment memory deployment = script.deploy(_configuration(address(script)), address(script));
        assertTrue(deployment.vault.hasRole(0, address(script)));
        assertTrue(deployment.models.hasRole(0, address(script)));
        assertTrue(deployment.gateways.hasRole(0, address(script)));
    }

    function testAQuorumThatTheReportersCannotReachIsNotDeployed() public {
        Deploy script = new Deploy();
        Deploy.Configuration memory configuration = _configuration(admin);
        configuration.quorum = 2;
        vm.expectRevert(abi.encodeWithSelector(Deploy.QuorumAboveReporters.selector, 2, 1));
        script.deploy(configuration, address(script));
    }

    function _configuration(address owner) private view returns (Deploy.Configuration memory configuration) {
        configuration.admin = owner;
        configuration.treasury = treasury;
        configuration.submitter = submitter;
        configuration.guardian = guardian;
        configuration.arbiter = arbiter;
        configuration.feePpm = 30_000;
        configuration.challengeWindowSeconds = 2 hours;
        configuration.termsNoticeSeconds = 3 hours;
        configuration.tokens = new address[](1);
        configuration.tokens[0] = address(token);
        configuration.reporters = new address[](1);
        configuration.reporters[0] = stranger;
        configuration.quorum = 1;
        configuration.scoreValiditySeconds = 4 hours;
        configuration.verificationWindowSeconds = 5 hours;
    }
}
