package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.statement.EpochEntry;
import dev.tributary.settlement.statement.EpochStatement;
import dev.tributary.settlement.statement.StatementCsv;
import dev.tributary.settlement.statement.StatementJson;
import dev.tributary.settlement.statement.UntoldEpoch;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Prints statements one epoch after the other, in one form. An epoch is printed whole, or not at all. */
sealed interface StatementPrinter {
    void begin();

    void print(EpochEntry entry);

    /** @param brokenOff why there is no more, though there should be; null when all was printed */
    void end(Failures.@Nullable Failure brokenOff);

    /** For people. */
    record Text(PrintWriter out, VaultId vault, String account) implements StatementPrinter {
        @Override
        public void begin() {
            out.println("Statement of " + account);
            out.println("Vault " + vault.address() + " on chain " + vault.chainId()
                    + ". Exact amounts in base units of the token, times in UTC.");
        }

        @Override
        public void print(EpochEntry entry) {
            out.println();
            StatementText.rows(entry).forEach(out::println);
        }

        @Override
        public void end(Failures.@Nullable Failure brokenOff) {
            out.flush();
        }
    }

    /** For spreadsheets, which take rows of amounts alone: what cannot be told is said elsewhere. */
    record Csv(PrintWriter out, PrintWriter err) implements StatementPrinter {
        @Override
        public void begin() {
            out.println(StatementCsv.HEADER);
        }

        @Override
        public void print(EpochEntry entry) {
            if (entry instanceof EpochStatement statement) {
                StatementCsv.rows(statement).forEach(out::println);
            } else if (entry instanceof UntoldEpoch untold) {
                err.println("epoch " + untold.epoch() + "  no statement, " + untold.problem() + ": " + untold.reason());
            }
        }

        @Override
        public void end(Failures.@Nullable Failure brokenOff) {
            out.flush();
        }
    }

    /** For machines: one object, written epoch by epoch. */
    final class Json implements StatementPrinter {
        private final PrintWriter out;
        private final VaultId vault;
        private final String account;
        private boolean isFirst = true;

        Json(PrintWriter out, VaultId vault, String account) {
            this.out = out;
            this.vault = vault;
            this.account = account;
        }

        @Override
        public void begin() {
            out.print("{\"account\":" + CanonicalJson.write(account) + ",\"chainId\":"
                    + CanonicalJson.write(vault.chainId()) + ",\"epochs\":[");
        }

        @Override
        public void print(EpochEntry entry) {
            String json = StatementJson.write(entry);
            out.print(isFirst ? json : "," + json);
            isFirst = false;
        }

        @Override
        public void end(Failures.@Nullable Failure brokenOff) {
            out.print("]");
            if (brokenOff != null) {
                out.print(",\"error\":"
                        + CanonicalJson.write(StatementJson.error(brokenOff.code(), brokenOff.message())));
            }
            out.println(",\"vault\":" + CanonicalJson.write(vault.address()) + "}");
            out.flush();
        }
    }
}
