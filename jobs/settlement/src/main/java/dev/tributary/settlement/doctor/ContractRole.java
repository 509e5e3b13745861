package dev.tributary.settlement.doctor;

import dev.tributary.chain.Deployment;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.nio.charset.StandardCharsets;

/** Every role that a contract of the deployment gives out, with what its holder can do. */
enum ContractRole {
    VAULT_ADMIN(Deployment.ROYALTY_VAULT, "", "changes fee, treasury, tokens and roles"),
    SUBMITTER(Deployment.ROYALTY_VAULT, "SUBMITTER_ROLE", "proposes roots"),
    GUARDIAN(Deployment.ROYALTY_VAULT, "GUARDIAN_ROLE", "revokes proposals"),
    VAULT_MARKETPLACE(Deployment.ROYALTY_VAULT, "MARKETPLACE_ROLE", "brings in revenue"),
    MODEL_ADMIN(Deployment.MODEL_REGISTRY, "", "gives out roles"),
    MODEL_ARBITER(Deployment.MODEL_REGISTRY, "ARBITER_ROLE", "freezes models"),
    GATEWAY_ADMIN(Deployment.GATEWAY_REGISTRY, "", "authorises gateways"),
    PASS_ADMIN(Deployment.ACCESS_PASS, "", "gives out roles"),
    PASS_ARBITER(Deployment.ACCESS_PASS, "ARBITER_ROLE", "revokes passes"),
    PASS_MARKETPLACE(Deployment.ACCESS_PASS, "MARKETPLACE_ROLE", "issues passes"),
    ORACLE_ADMIN(Deployment.VERIFICATION_ORACLE, "", "gives out roles"),
    REPORTER(Deployment.VERIFICATION_ORACLE, "REPORTER_ROLE", "scores models");

    private final String contract;
    private final String constant;
    private final String power;

    ContractRole(String contract, String constant, String power) {
        this.contract = contract;
        this.constant = constant;
        this.power = power;
    }

    /** Name of the contract in the deployment. */
    String contract() {
        return contract;
    }

    String power() {
        return power;
    }

    /** As the contract names it. */
    String title() {
        return constant.isEmpty() ? "DEFAULT_ADMIN_ROLE" : constant;
    }

    String hash() {
        return constant.isEmpty()
                ? "0x" + "00".repeat(32)
                : Hex.of(Keccak.hash(constant.getBytes(StandardCharsets.UTF_8)));
    }
}
