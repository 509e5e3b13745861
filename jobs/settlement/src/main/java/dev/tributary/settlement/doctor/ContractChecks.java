package dev.tributary.settlement.doctor;

import dev.tributary.chain.BlockTag;
import dev.tributary.chain.Deployment;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.contracts.Marketplace;
import dev.tributary.chain.contracts.ModelRegistry;
import dev.tributary.chain.contracts.VerificationOracle;
import dev.tributary.domain.money.Hex;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.run.KeySource;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.vault.DeployedContract;
import dev.tributary.settlement.vault.FeeLimits;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The contracts: deployed, pointing to each other, and no role in the wrong hands. */
final class ContractChecks {
    /** A contract keeps the address of another under this function. */
    private record Link(String contract, String function, String target) {}

    private static final List<Link> LINKS = List.of(
            new Link(Deployment.MODEL_REGISTRY, ModelRegistry.FUNC_VAULT, Deployment.ROYALTY_VAULT),
            new Link(Deployment.VERIFICATION_ORACLE, VerificationOracle.FUNC_MODELS, Deployment.MODEL_REGISTRY),
            new Link(Deployment.MARKETPLACE, Marketplace.FUNC_VAULT, Deployment.ROYALTY_VAULT),
            new Link(Deployment.MARKETPLACE, Marketplace.FUNC_MODELS, Deployment.MODEL_REGISTRY),
            new Link(Deployment.MARKETPLACE, Marketplace.FUNC_PASSES, Deployment.ACCESS_PASS),
            new Link(Deployment.MARKETPLACE, Marketplace.FUNC_ORACLE, Deployment.VERIFICATION_ORACLE));
    private static final Map<String, String> KEY_BY_CONTRACT = keys();
    private static final List<String> CHECKS =
            List.of("vault", "submitter role", "submitter's other rights", "marketplace roles", "gas of the submitter");

    private final Settings settings;
    /** Contracts that are what they are called; the others have no say about roles. */
    private final Set<String> sound = new HashSet<>();

    ContractChecks(Settings settings) {
        this.settings = settings;
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(Deployment.ROYALTY_VAULT, RoyaltyJobConfig.ROYALTY_VAULT);
        keys.put(Deployment.MODEL_REGISTRY, RoyaltyJobConfig.MODEL_REGISTRY);
        keys.put(Deployment.GATEWAY_REGISTRY, RoyaltyJobConfig.GATEWAY_REGISTRY);
        keys.put(Deployment.ACCESS_PASS, RoyaltyJobConfig.ACCESS_PASS);
        keys.put(Deployment.VERIFICATION_ORACLE, RoyaltyJobConfig.VERIFICATION_ORACLE);
        keys.put(Deployment.MARKETPLACE, RoyaltyJobConfig.MARKETPLACE);
        return keys;
    }

    void run(Checkup checkup, boolean answers) {
        if (!answers) {
            KEY_BY_CONTRACT.keySet().forEach(contract -> checkup.skip("contract " + contract, "no node answers"));
            CHECKS.forEach(check -> checkup.skip(check, "no node answers"));
            return;
        }
        try (EvmRpc rpc =
                EvmRpc.connect(RpcOptions.of(settings.address(Endpoints.CHAIN), settings.wholeNumber("chain.id")))) {
            for (String contract : KEY_BY_CONTRACT.keySet()) {
                if (checkup.check("contract " + contract, () -> contract(rpc, contract))) {
                    sound.add(contract);
                }
            }
            checkup.check(CHECKS.get(0), () -> vault(rpc));
            checkup.check(CHECKS.get(1), () -> mayPropose(rpc));
            checkup.check(CHECKS.get(2), () -> nothingElse(rpc));
            checkup.check(CHECKS.get(3), () -> marketplace(rpc));
            checkup.check(CHECKS.get(4), () -> gas(rpc));
        }
    }

    private Optional<DeployedContract> deployed(EvmRpc rpc, String contract) {
        String key = KEY_BY_CONTRACT.getOrDefault(contract, "");
        if (!settings.has(key)) {
            return Optional.empty();
        }
        String address = settings.text(key);
        if (!Hex.isAddress(address)) {
            throw SettingsException.invalid(key, address, "0x and 40 lower-case hex digits");
        }
        return Optional.of(new DeployedContract(rpc, address));
    }

    private DeployedContract configured(EvmRpc rpc, String contract) {
        return deployed(rpc, contract)
                .orElseThrow(() -> new NotChecked("'" + KEY_BY_CONTRACT.get(contract) + "' is not set here"));
    }

    private DeployedContract required(EvmRpc rpc, String contract) {
        if (settings.has(KEY_BY_CONTRACT.getOrDefault(contract, "")) && !sound.contains(contract)) {
            throw new NotChecked("the check of the contract " + contract + " failed");
        }
        return configured(rpc, contract);
    }

    private String contract(EvmRpc rpc, String name) {
        DeployedContract contract = configured(rpc, name);
        int bytes = contract.codeBytes();
        if (bytes == 0) {
            throw new Finding("nothing is deployed at " + contract.address() + ". Correct `" + KEY_BY_CONTRACT.get(name)
                    + "`: scripts/deploy wrote it to deployments/<chainId>.json.");
        }
        for (Link link : LINKS) {
            if (link.contract().equals(name)) {
                requireLink(rpc, contract, link);
            }
        }
        return contract.address() + ", " + bytes + " bytes of code, " + eventCount(contract, name) + " events";
    }

    private static long eventCount(DeployedContract contract, String name) {
        try {
            return contract.eventCount();
        } catch (RuntimeException e) {
            throw new Finding("the code at " + contract.address() + " is not that of " + name
                    + ": it counts no events (" + e.getMessage() + "). Correct `" + KEY_BY_CONTRACT.get(name) + "`.");
        }
    }

    private void requireLink(EvmRpc rpc, DeployedContract contract, Link link) {
        Optional<DeployedContract> target = deployed(rpc, link.target());
        if (target.isEmpty()) {
            return;
        }
        String found;
        try {
            found = contract.pointsTo(link.function());
        } catch (RuntimeException e) {
            throw new Finding("the code at " + contract.address() + " is not that of " + link.contract() + ": "
                    + e.getMessage() + ". Correct `" + KEY_BY_CONTRACT.get(link.contract()) + "`.");
        }
        if (!found.equals(target.get().address())) {
            throw new Finding("it works with the " + link.target() + " at " + found + ", not with the configured "
                    + target.get().address() + ". Take all addresses from one deployments/<chainId>.json.");
        }
    }

    private String vault(EvmRpc rpc) {
        if (required(rpc, Deployment.ROYALTY_VAULT).isPaused()) {
            throw new Finding("the vault is paused: nothing can be proposed or accepted, claims go on. Find out why the"
                    + " guardian paused it; the admin ends it with `unpause`.");
        }
        return "not paused";
    }

    private String submitter() {
        try {
            return KeySource.from(settings).open().address();
        } catch (SettlementException | SettingsException e) {
            throw new NotChecked("the submitter's account is not known: the check of its key says why");
        }
    }

    private String mayPropose(EvmRpc rpc) {
        String submitter = submitter();
        if (!required(rpc, Deployment.ROYALTY_VAULT).hasRole(ContractRole.SUBMITTER.hash(), submitter)) {
            throw new Finding(submitter + " may not propose. Let the vault's admin grant it SUBMITTER_ROLE.");
        }
        return submitter + " may propose";
    }

    /** A stolen submitter's key must be good for nothing but a proposal, which the guardian can revoke. */
    private String nothingElse(EvmRpc rpc) {
        String submitter = submitter();
        String tooMuch = Arrays.stream(ContractRole.values())
                .filter(role -> role != ContractRole.SUBMITTER)
                .filter(role -> sound.contains(role.contract()))
                .filter(role -> required(rpc, role.contract()).hasRole(role.hash(), submitter))
                .map(role -> role.title() + " of " + role.contract() + " (" + role.power() + ")")
                .collect(Collectors.joining(", "));
        if (!tooMuch.isEmpty()) {
            throw new Finding("the submitter " + submitter + " also holds " + tooMuch
                    + ". Give these to other accounts, then let the admin revoke them from the submitter.");
        }
        String unseen = KEY_BY_CONTRACT.keySet().stream()
                .filter(contract -> !sound.contains(contract))
                .collect(Collectors.joining(", "));
        if (!unseen.isEmpty()) {
            throw new NotChecked("none in " + (KEY_BY_CONTRACT.size() - unseen.split(", ", -1).length)
                    + " contracts; not looked at: " + unseen);
        }
        return "none";
    }

    private String marketplace(EvmRpc rpc) {
        String marketplace = required(rpc, Deployment.MARKETPLACE).address();
        for (ContractRole role : List.of(ContractRole.VAULT_MARKETPLACE, ContractRole.PASS_MARKETPLACE)) {
            if (!required(rpc, role.contract()).hasRole(role.hash(), marketplace)) {
                throw new Finding("the marketplace " + marketplace + " lacks " + role.title() + " of " + role.contract()
                        + ", so no sale can be released. Let that contract's admin grant it.");
            }
        }
        return marketplace + " may bring in revenue and issue passes";
    }

    private String gas(EvmRpc rpc) {
        String submitter = submitter();
        BigInteger balance = rpc.balance(submitter, BlockTag.LATEST);
        BigInteger dearest = SettlementConfig.feeLimits(settings).maxPerTransactionWei();
        if (balance.compareTo(dearest) < 0) {
            throw new Finding(submitter + " has " + balance + " wei, less than one transaction may cost (`"
                    + FeeLimits.Limit.PER_TRANSACTION.key() + "`, " + dearest + "). Send it some.");
        }
        return submitter + " has " + balance + " wei, enough for " + balance.divide(dearest)
                + " transactions at the limit";
    }
}
