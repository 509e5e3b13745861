package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.Tables;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Measures;
import dev.tributary.settlement.ledger.OpenClaims;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is measured of the tables, to the last unit, as who may only read them. */
final class MeasuresIT {
    private static final String TOKEN = "0x" + "7a".repeat(20);
    private static final String HASH = "0x" + "5e".repeat(32);
    private static EmbeddedDatabase database;
    private static int vaults;

    private VaultId vault;
    private HandSealed sealed;
    private Ledger reader;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin() {
        vault = new VaultId(1, "0x%040x".formatted(++vaults));
        sealed = new HandSealed(database.login(DatabaseRole.JOBS), vault);
        reader = Tables.ledger(database.login(DatabaseRole.READ));
    }

    @Test
    void whatIsInNoAcceptedRootIsUnsettledAlsoWhenItsEpochIsHalted() throws SQLException {
        seal(1, 5);
        assertThat(measures().unsettled()).isEqualTo(Map.of(TOKEN, BigInteger.valueOf(5)));
        batch(1, "PROVED");
        seal(2, 7);
        assertThat(measures().unsettled()).isEqualTo(Map.of(TOKEN, BigInteger.valueOf(12)));
        move(1, "state = 'ACCEPTED'");
        assertThat(measures().unsettled()).isEqualTo(Map.of(TOKEN, BigInteger.valueOf(7)));
        move(1, "state = 'HALTED', halted_from = 'ACCEPTED', halt_code = 'X', halt_message = 'x'");
        assertThat(measures().unsettled()).isEqualTo(Map.of(TOKEN, BigInteger.valueOf(7)));
        batch(2, "PROVED");
        move(2, "state = 'HALTED', halted_from = 'PROVED', halt_code = 'X', halt_message = 'x'");
        assertThat(measures().unsettled()).isEqualTo(Map.of(TOKEN, BigInteger.valueOf(7)));
    }

    @Test
    void aTokenOfWhichEverythingIsSettledShowsZero() throws SQLException {
        seal(1, 5);
        batch(1, "PROVED");
        move(1, "state = 'ACCEPTED'");
        assertThat(measures().unsettled()).isEqualTo(Map.of(TOKEN, BigInteger.ZERO));
    }

    @Test
    void whatWaitsForDepositsIsThatOfTheNewestPeriodRoundedUp() throws SQLException {
        assertThat(measures().unfunded()).isEmpty();
        sealed.seal(header(1, 9_000_000), List.of(line(1, 5)));
        sealed.seal(header(2, 1_000_001), List.of(line(2, 5)));
        assertThat(measures().unfunded()).isEqualTo(Map.of(TOKEN, BigInteger.TWO));
    }

    @Test
    void linesThatTheTablesCannotAccountForAreCounted() throws SQLException {
        assertThat(measures().unaccountedLines()).isZero();
        execute(
                DatabaseRole.JOBS,
                "insert into line_total select 1, '%s', name, lines from (values ('reported', 10), ('counted', 5), ('duplicate', 1), ('rejected.FUTURE', 1), ('pending', 1)) sums (name, lines)"
                        .formatted(vault.address()));
        assertThat(measures().unaccountedLines()).isEqualTo(2);
    }

    @Test
    void openClaimsComeInTurnFromAnyAccountOnAndWithoutThoseThatWerePaid() throws SQLException {
        seal(1, 5);
        assertThat(open("0x", 9)).isEmpty();
        batch(1, "PROVED");
        for (String account : List.of("0x1", "0x5", "0x9", "0xd")) {
            execute(
                    DatabaseRole.SETTLEMENT,
                    "insert into proof values (1, '%s', 1, '%s', '%s', 40, '')"
                            .formatted(vault.address(), account, TOKEN));
        }
        assertThat(open("0x", 9)).as("nothing is accepted").isEmpty();
        move(1, "state = 'ACCEPTED'");
        assertThat(open("0x", 9)).containsExactly("0x1", "0x5", "0x9", "0xd");
        assertThat(open("0x7", 3)).containsExactly("0x9", "0xd", "0x1");
        assertThat(open("0xffff", 1)).containsExactly("0x1");
        claim("0x9", 40);
        claim("0xd", 39);
        assertThat(open("0x7", 3)).containsExactly("0xd", "0x1", "0x5");
    }

    private List<String> open(String from, int limit) {
        return reader.read(session -> new OpenClaims(vault).from(session, from, limit)).stream()
                .map(proof -> proof.leaf().account())
                .toList();
    }

    private Measures measures() {
        return reader.read(session -> Measures.of(session, vault, ""));
    }

    private void seal(long epoch, long units) throws SQLException {
        sealed.seal(header(epoch, 0), List.of(line(epoch, units)));
    }

    private static AccountLine line(long epoch, long units) {
        return HandSealed.line(
                epoch, TOKEN, "0x" + "a1".repeat(20), Units.NUMERATOR_PER_UNIT.multiply(BigInteger.valueOf(units)));
    }

    private BatchHeader header(long epoch, long unfundedMicro) {
        BigInteger none = BigInteger.ZERO;
        AccountLine line = line(epoch, 5);
        long start = line.period() * HandSealed.PERIOD_MILLIS;
        return new BatchHeader(
                vault.chainId(),
                vault.address(),
                epoch,
                start,
                start + HandSealed.PERIOD_MILLIS,
                1,
                LinesDigest.EMPTY.plus(line).hex(),
                List.of(new TokenTotals(
                        TOKEN,
                        line.numerator(),
                        none,
                        none,
                        line.numerator(),
                        BigInteger.valueOf(unfundedMicro),
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none)),
                List.of(1L),
                1);
    }

    private void batch(long epoch, String state) throws SQLException {
        execute(
                DatabaseRole.SETTLEMENT,
                "insert into batch (chain_id, vault, epoch, state, root, manifest_hash) values (1, '%s', %d, '%s', '%s', '%s')"
                        .formatted(vault.address(), epoch, state, HASH, HASH));
    }

    private void move(long epoch, String change) throws SQLException {
        execute(
                DatabaseRole.SETTLEMENT,
                "update batch set %s where chain_id = 1 and vault = '%s' and epoch = %d"
                        .formatted(change, vault.address(), epoch));
    }

    private void claim(String account, long amount) throws SQLException {
        execute(
                DatabaseRole.JOBS,
                "insert into claim values (1, '%s', 0, '%s', '%s', '%s', %d, %d, 1, now())"
                        .formatted(account, vault.address(), account, TOKEN, amount, amount));
    }

    private static void execute(DatabaseRole role, String sql) throws SQLException {
        Tables.execute(database.login(role), sql);
    }
}
