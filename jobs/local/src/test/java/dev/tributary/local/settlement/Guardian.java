package dev.tributary.local.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.revision.ReplayFolder;
import dev.tributary.settlement.revision.Revision;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.rules.Proposal;
import dev.tributary.settlement.vault.RpcVaultNode;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Who looks at what is proposed. */
interface Guardian {
    /** Does what is to be done now; whether that was anything. */
    boolean acts() throws Exception;

    /** Has no objection. */
    final class Content implements Guardian {
        @Override
        public boolean acts() {
            return false;
        }
    }

    /** An action of the scene. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Revokes epoch 1 as it was sealed, whenever it stands in the vault, until its corrected lines are loaded. */
    final class Revoking implements Guardian, AutoCloseable {
        private static final long CORRECTED_SEED = 6;

        private final Settled settled;
        private final RpcVaultNode node;
        private final Action expireLease;
        private boolean corrected;

        Revoking(Settled settled, String rpcUrl, Action expireLease) {
            this.settled = settled;
            this.node = new RpcVaultNode(
                    EvmRpc.connect(RpcOptions.of(rpcUrl, settled.vault.chainId())), settled.vault.address());
            this.expireLease = expireLease;
        }

        @Override
        public boolean acts() throws Exception {
            if (corrected) {
                return false;
            }
            Proposal proposal = node.look().latest().proposal();
            if (proposal.pending()) {
                settled.chain.command("evm_setAutomine", true);
                settled.marketplace
                        .vault(settled.chain, Settled.GUARDIAN)
                        .revoke(BigInteger.ONE, "the lines are wrong")
                        .send();
                settled.chain.command("evm_setAutomine", false);
                return true;
            }
            if (settled.batches().isEmpty() || settled.state(1) != BatchState.REVOKED) {
                return false;
            }
            expireLease.run();
            new Revision(settled.ledger, settled.vault, node)
                    .load(new ReplayFolder(replay(), settled.vault), 1, "the lines were wrong", "operator");
            corrected = true;
            return true;
        }

        /** As `tributary replay` writes it, of other lines. */
        private Path replay() throws Exception {
            Path folder = Files.createDirectories(settled.folder.resolve("replay"));
            List<AccountLine> lines = settled.lines(1, new Random(CORRECTED_SEED));
            settled.sealed.forget();
            BatchHeader header = settled.sealed.header(1, lines);
            Files.writeString(folder.resolve("headers.jsonl"), header.toCanonicalJson() + "\n", UTF_8);
            List<Map<String, Object>> rows = lines.stream()
                    .map(line -> Map.<String, Object>of(
                            "token", line.token(), "account", line.account(), "numerator", line.numerator()))
                    .toList();
            Map<String, Object> batch = Map.of(
                    "epoch",
                    header.epoch(),
                    "periodStart",
                    Instant.ofEpochMilli(header.periodStartMillis()).toString(),
                    "lines",
                    rows);
            Files.writeString(
                    folder.resolve("batches.json"), CanonicalJson.write(Map.of("batches", List.of(batch))), UTF_8);
            return folder;
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
