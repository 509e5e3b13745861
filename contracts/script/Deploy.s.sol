// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Script} from "forge-std/Script.sol";
import {GatewayRegistry} from "../src/GatewayRegistry.sol";
import {ModelRegistry} from "../src/ModelRegistry.sol";
import {RoyaltyVault} from "../src/RoyaltyVault.sol";

/// @title Deploys all contracts, wires their roles and writes `deployments/<chainId>.json`.
/// @notice Configured from the environment: TREASURY and TOKENS (comma-separated) are required; ADMIN, SUBMITTER,
/// GUARDIAN and ARBITER default to the sender; FEE_PPM to 25 000, CHALLENGE_WINDOW_SECONDS to one day and
/// TERMS_NOTICE_SECONDS to one day. The key comes from forge's own wallet options, never from here.
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
    }

    struct Deployment {
        RoyaltyVault vault;
        ModelRegistry models;
        GatewayRegistry gateways;
    }

    string private constant FOLDER = "deployments";

    function run() external returns (Deployment memory deployment) {
        Configuration memory configuration = _fromEnvironment(msg.sender);
        uint256 deploymentBlock = block.number;
        vm.startBroadcast();
        deployment = deploy(configuration, msg.sender);
        vm.stopBroadcast();
        _write(deployment, deploymentBlock);
    }

    /// @notice Deploys and wires; the deployer keeps no role unless it is the admin.
    /// @param deployer the account the deploying transactions come from
    function deploy(Configuration memory configuration, address deployer)
        public
        returns (Deployment memory deployment)
    {
        deployment.vault = new RoyaltyVault(
            deployer, configuration.feePpm, configuration.treasury, configuration.challengeWindowSeconds
        );
        deployment.models = new ModelRegistry(deployer, deployment.vault, configuration.termsNoticeSeconds);
        deployment.gateways = new GatewayRegistry(configuration.admin);
        for (uint256 i = 0; i < configuration.tokens.length; ++i) {
            deployment.vault.addToken(configuration.tokens[i]);
        }
        deployment.vault.grantRole(deployment.vault.SUBMITTER_ROLE(), configuration.submitter);
        deployment.vault.grantRole(deployment.vault.GUARDIAN_ROLE(), configuration.guardian);
        deployment.models.grantRole(deployment.models.ARBITER_ROLE(), configuration.arbiter);
        if (configuration.admin != deployer) _handOver(deployment, configuration.admin, deployer);
    }

    function _handOver(Deployment memory deployment, address admin, address deployer) private {
        bytes32 role = deployment.vault.DEFAULT_ADMIN_ROLE();
        deployment.vault.grantRole(role, admin);
        deployment.vault.renounceRole(role, deployer);
        deployment.models.grantRole(role, admin);
        deployment.models.renounceRole(role, deployer);
    }

    function _write(Deployment memory deployment, uint256 deploymentBlock) private {
        string memory contracts = "contracts";
        vm.serializeAddress(contracts, "GatewayRegistry", address(deployment.gateways));
        vm.serializeAddress(contracts, "ModelRegistry", address(deployment.models));
        contracts = vm.serializeAddress(contracts, "RoyaltyVault", address(deployment.vault));
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
        return Configuration({
            admin: vm.envOr("ADMIN", sender),
            treasury: vm.envAddress("TREASURY"),
            submitter: vm.envOr("SUBMITTER", sender),
            guardian: vm.envOr("GUARDIAN", sender),
            arbiter: vm.envOr("ARBITER", sender),
            feePpm: uint32(vm.envOr("FEE_PPM", uint256(25_000))),
            challengeWindowSeconds: uint64(vm.envOr("CHALLENGE_WINDOW_SECONDS", uint256(1 days))),
            termsNoticeSeconds: uint64(vm.envOr("TERMS_NOTICE_SECONDS", uint256(1 days))),
            tokens: vm.envAddress("TOKENS", ",")
        });
    }
}
