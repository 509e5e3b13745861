package dev.tributary.settlement.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.statement.EpochStatement;
import dev.tributary.settlement.statement.UntoldEpoch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatementPrinterTest {
    private static final String VAULT = "0x" + "0e".repeat(20);
    private static final EpochStatement TOLD =
            new EpochStatement("0xac", 3, Instant.EPOCH, Instant.ofEpochSecond(10), "SEALED", null, List.of());
    private static final UntoldEpoch UNTOLD = new UntoldEpoch(2, Problem.STATEMENT_NOT_WHOLE, "it was \"revised\"");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private StatementPrinter json() {
        return new StatementPrinter.Json(new PrintWriter(out), new VaultId(1, VAULT), "0xac");
    }

    @Test
    void theObjectHasTheErrorInThePlaceOfTheEpoch() {
        StatementPrinter printer = json();
        printer.begin();
        printer.print(UNTOLD);
        printer.print(TOLD);
        printer.end(null);
        assertThat(out.toString())
                .isEqualToIgnoringNewLines(
                        "{\"account\":\"0xac\",\"chainId\":\"1\",\"epochs\":[{\"epoch\":\"2\",\"error\":{\"code\":\"STATEMENT_NOT_WHOLE\",\"message\":\"it"
                                + " was \\\"revised\\\"\"}},{\"account\":\"0xac\","
                                + "\"epoch\":\"3\",\"periodEnd\":\"1970-01-01T00:00:10Z\",\"periodStart\":"
                                + "\"1970-01-01T00:00:00Z\",\"state\":\"SEALED\",\"tokens\":[]}],\"vault\":\"" + VAULT
                                + "\"}");
    }

    @Test
    void anObjectThatIsBrokenOffIsWholeAndSaysSo() {
        StatementPrinter printer = json();
        printer.begin();
        printer.end(Failures.of(new SettlementException(Problem.DATABASE_UNAVAILABLE, "it is away")));
        assertThat(out.toString())
                .isEqualToIgnoringNewLines("{\"account\":\"0xac\",\"chainId\":\"1\",\"epochs\":[],\"error\":{\"code\":"
                        + "\"DATABASE_UNAVAILABLE\",\"message\":\"it is away\"},\"vault\":\"" + VAULT + "\"}");
    }

    @Test
    void aSpreadsheetHasNoRowOfWhatCannotBeTold() {
        StatementPrinter printer = new StatementPrinter.Csv(new PrintWriter(out, true), new PrintWriter(err, true));
        printer.begin();
        printer.print(UNTOLD);
        printer.end(null);
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("epoch 2  no statement, STATEMENT_NOT_WHOLE: it was \"revised\"");
    }
}
