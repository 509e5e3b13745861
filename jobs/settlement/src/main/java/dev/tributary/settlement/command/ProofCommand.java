package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.AcceptedProofs;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.StoredProof;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.SettlementConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an account needs to claim. */
@Command(name = "proof", description = "Print what an account can claim with, per token: amount, root and proof.")
final class ProofCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ACCOUNT", description = "Address, 0x and 40 hex digits.")
    private String account = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String address = account.toLowerCase(Locale.ROOT);
        if (!Hex.isAddress(address)) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID, "'" + account + "' is no account. Give 0x and 40 hex digits.");
        }
        Settings settings = common.settings();
        VaultId vault = SettlementConfig.vault(settings);
        try (HikariDataSource source = DatabaseLogin.settlement(settings).open()) {
            List<StoredProof> proofs =
                    new Ledger(source).read(session -> new AcceptedProofs(vault).of(session, address));
            if (proofs.isEmpty()) {
                throw new SettlementException(
                        Problem.NOT_FOUND,
                        "Account " + address + " has nothing in the last accepted epoch. `tributary status` shows"
                                + " where the epochs stand.");
            }
            print(vault, proofs);
        }
        return ExitCode.OK;
    }

    private void print(VaultId vault, List<StoredProof> proofs) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(CanonicalJson.write(Map.of(
                    "chainId",
                    vault.chainId(),
                    "vault",
                    vault.address(),
                    "claims",
                    proofs.stream().map(ProofCommand::json).toList())));
            return;
        }
        for (StoredProof proof : proofs) {
            out.println("account    " + proof.leaf().account());
            out.println("token      " + proof.leaf().token());
            out.println("cumulative " + proof.leaf().cumulative());
            out.println("epoch      " + proof.epoch());
            out.println("root       " + proof.root());
            out.println("proof      [" + String.join(",", proof.siblings()) + "]");
        }
        out.println("Claim with claim(account, token, cumulative, root, proof) of vault " + vault.address() + ".");
        out.flush();
    }

    private static Map<String, Object> json(StoredProof proof) {
        return Map.of(
                "account", proof.leaf().account(),
                "token", proof.leaf().token(),
                "cumulative", proof.leaf().cumulative(),
                "epoch", proof.epoch(),
                "root", proof.root(),
                "proof", proof.siblings());
    }
}
