package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.statement.EpochStatement;
import dev.tributary.settlement.statement.StatementCsv;
import dev.tributary.settlement.statement.StatementJson;
import java.io.PrintWriter;

/** Prints statements one epoch after the other, in one form. */
sealed interface StatementPrinter {
    void begin();

    void print(EpochStatement statement);

    void end();

    /** For people. */
    record Text(PrintWriter out, VaultId vault, String account) implements StatementPrinter {
        @Override
        public void begin() {
            out.println("Statement of " + account);
            out.println("Vault " + vault.address() + " on chain " + vault.chainId()
                    + ". Exact amounts in base units of the token, times in UTC.");
        }

        @Override
        public void print(EpochStatement statement) {
            out.println();
            StatementText.rows(statement).forEach(out::println);
        }

        @Override
        public void end() {
            out.flush();
        }
    }

    /** For spreadsheets. */
    record Csv(PrintWriter out) implements StatementPrinter {
        @Override
        public void begin() {
            out.println(StatementCsv.HEADER);
        }

        @Override
        public void print(EpochStatement statement) {
            StatementCsv.rows(statement).forEach(out::println);
        }

        @Override
        public void end() {
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
        public void print(EpochStatement statement) {
            out.print(isFirst ? "" : ",");
            out.print(StatementJson.write(statement));
            isFirst = false;
        }

        @Override
        public void end() {
            out.println("],\"vault\":" + CanonicalJson.write(vault.address()) + "}");
            out.flush();
        }
    }
}
