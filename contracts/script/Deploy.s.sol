// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Script} from "forge-std/Script.sol";
import {VmSafe} from "forge-std/Vm.sol";
import {AccessPass} from "../src/AccessPass.sol";
import {GatewayRegistry} from "../src/GatewayRegistry.sol";
import {Marketplace} from "../src/Marketplace.sol";
import {ModelRegistry} from "../src/ModelRegistry.sol";
import {RoyaltyVault} from "../src/RoyaltyVault.sol";
import {VerificationOracle} from "../src/VerificationOracle.sol";

/// @title Deploys all contracts, wires their roles and, when broadcasting, writes `deployments/<chainId>.json`.
/// @notice Configured from the environment: TREASURY, TOKENS and REPORTERS (comma-separated) are required; ADMIN,
/// SUBMITTER, GUARDIAN and ARBITER default to the sender; FEE_PPM to 25 000, CHALLENGE_WINDOW_SECONDS and
/// TERMS_NOTICE_SECONDS to one day, QUORUM to a majority of the reporters, SCORE_VALIDITY_SECONDS to 30 days and
/// VERIFICATION_WINDOW_SECONDS to 7 days. The key comes from forge's own wallet options, never from here.
contract Deploy is Script {
    struct Configuration {
        address admin;
        address treasury;
        address submitter;
        address guardian;
        address arbiter;
        uint32 feePpm;
        uint64 challengeWindowSeconds;
        uint64 termsNoticeSeconds;
        address[] tokens;
        address[] reporters;
        uint8 quorum;
        uint64 scoreValiditySeconds;
        uint64 verificationWindowSeconds;
    }

    struct Deployment {
        RoyaltyVault vault;
        ModelRegistry models;
        GatewayRegistry gateways;
        VerificationOracle oracle;
        AccessPass passes;
        Marketplace marketplace;
    }

    error QuorumAboveReporters(uint256 quorum, uint256 reporters);

    string private constant FOLDER = "deployments";
    bytes32 private constant DEFAULT_ADMIN_ROLE = 0;

    function run() external returns (Deployment memory deployment) {
        Configuration memory configuration = _fromEnvironment(msg.sender);
        uint256 deploymentBlock = block.number;
        vm.startBroadcast();
        deployment = deploy(configuration, msg.sender);
        vm.stopBroadcast();
        if (vm.isContext(VmSafe.ForgeContext.ScriptBroadcast)) _write(deployment, deploymentBlock);
    }

    /// @notice Deploys and wires; the deployer keeps no role unless it is the admin.
    /// @param deployer the account the deploying transactions come from
    function deploy(Configuration memory configuration, address deployer)
        public
        returns (Deployment memory deployment)
    {
        if (configuration.quorum > configuration.reporters.length) {
            revert QuorumAboveReporters(configuration.quorum, configuration.reporters.length);
        }
        deployment.vault = new RoyaltyVault(
            deployer, configuration.feePpm, configuration.treasury, configuration.challengeWindowSeconds
        );
        deployment.models = new ModelRegistry(deployer, deployment.vault, configuration.termsNoticeSeconds);
        deployment.gateways = new GatewayRegistry(configuration.admin);
        deployment.oracle = new VerificationOracle(
            deployer, deployment.models, configuration.quorum, configuration.scoreValiditySeconds
        );
        deployment.passes = new AccessPass(deployer);
        deployment.marketplace = new Marketplace(
            deployment.models,
            deployment.oracle,
            deployment.passes,
            deployment.vault,
            configuration.verificationWindowSeconds
        );
        _wire(deployment, configuration);
        if (configuration.admin != deployer) _handOver(deployment, configuration.admin, deployer);
    }

    function _wire(Deployment memory deployment, Configuration memory configuration) private {
        for (uint256 i = 0; i < configuration.tokens.length; ++i) {
            deployment.vault.addToken(configuration.tokens[i]);
        }
        deployment.vault.grantRole(deployment.vault.SUBMITTER_ROLE(), configuration.submitter);
        deployment.vault.grantRole(deployment.vault.GUARDIAN_ROLE(), configuration.guardian);
        deployment.vault.grantRole(deployment.vault.MARKETPLACE_ROLE(), address(deployment.marketplace));
        deployment.models.grantRole(deployment.models.ARBITER_ROLE(), configuration.arbiter);
        deployment.passes.grantRole(deployment.passes.ARBITER_ROLE(), configuration.arbiter);
        deployment.passes.grantRole(deployment.passes.MARKETPLACE_ROLE(), address(deployment.marketplace));
        for (uint256 i = 0; i < configuration.reporters.length; ++i) {
            deployment.oracle.grantRole(deployment.oracle.REPORTER_ROLE(), configuration.reporters[i]);
        }
    }

    function _handOver(Deployment memory deployment, address admin, address deployer) private {
        _handOver(deployment.vault, admin, deployer);
        _handOver(deployment.models, admin, deployer);
        _handOver(deployment.oracle, admin, deployer);
        _handOver(deployment.passes, admin, deployer);
    }

    function _handOver(IAccessControl deployed, address admin, address deployer) private {
        deployed.grantRole(DEFAULT_ADMIN_ROLE, admin);
        deployed.renounceRole(DEFAULT_ADMIN_ROLE, deployer);
    }

    function _write(Deployment memory deployment, uint256 deploymentBlock) private {
        string memory contracts = "contracts";
        vm.serializeAddress(contracts, "AccessPass", address(deployment.passes));
        vm.serializeAddress(contracts, "GatewayRegistry", address(deployment.gateways));
        vm.serializeAddress(contracts, "Marketplace", address(deployment.marketplace));
        vm.serializeAddress(contracts, "ModelRegistry", address(deployment.models));
        vm.serializeAddress(contracts, "RoyaltyVault", address(deployment.vault));
        contracts = vm.serializeAddress(contracts, "VerificationOracle", address(deployment.oracle));
        string memory file = "deployment";
        vm.serializeUint(file, "chainId", block.chainid);
        vm.serializeUint(file, "deploymentBlock", deploymentBlock);
        vm.createDir(FOLDER, true);
        vm.writeJson(
            vm.serializeString(file, "contracts", contracts),
            string.concat(FOLDER, "/", vm.toString(block.chainid), ".json")
        );
    }

    function _fromEnvironment(address sender) private view returns (Configuration memory) {
        address[] memory reporters = vm.envAddress("REPORTERS", ",");
        return Configuration({
            admin: vm.envOr("ADMIN", sender),
            treasury: vm.envAddress("TREASURY"),
            submitter: vm.envOr("SUBMITTER", sender),
            guardian: vm.envOr("GUARDIAN", sender),
            arbiter: vm.envOr("ARBITER", sender),
            feePpm: SafeCast.toUint32(vm.envOr("FEE_PPM", uint256(25_000))),
            challengeWindowSeconds: SafeCast.toUint64(vm.envOr("CHALLENGE_WINDOW_SECONDS", uint256(1 days))),
            termsNoticeSeconds: SafeCast.toUint64(vm.envOr("TERMS_NOTICE_SECONDS", uint256(1 days))),
            tokens: vm.envAddress("TOKENS", ","),
            reporters: reporters,
            quorum: SafeCast.toUint8(vm.envOr("QUORUM", reporters.length / 2 + 1)),
            scoreValiditySeconds: SafeCast.toUint64(vm.envOr("SCORE_VALIDITY_SECONDS", uint256(30 days))),
            verificationWindowSeconds: SafeCast.toUint64(vm.envOr("VERIFICATION_WINDOW_SECONDS", uint256(7 days)))
        });
    }
}
