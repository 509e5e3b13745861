package dev.tributary.settlement.statement;

import dev.tributary.domain.royalty.statement.AccountStatement;
import dev.tributary.domain.royalty.statement.MarketHistory;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.ledger.SealedPeriods;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Statements of accounts, epoch by epoch: every numerator of a batch with the reasons that it is the sum of. One epoch of
 * one account is held at a time. Sealed epochs never change, so pages may be read as slowly as wanted; what is known of
 * the chain is kept, and asked again only what is new is read. Calls wait for each other.
 */
public final class Statements {
    private static final long FIRST_REVISION = 1;
    private static final String EPOCHS = """
        select distinct epoch from settled_line
        where chain_id = ? and vault = ? and account = ? and epoch < ? and (?::text is null or token = ?)
        order by epoch desc limit ?
        """;
    private static final String SEALED = """
        select token, sum(numerator) filter (where epoch = ?) as numerator,
               coalesce(sum(numerator) filter (where epoch < ?), 0) as before
        from settled_line
        where chain_id = ? and vault = ? and account = ? and epoch <= ? and (?::text is null or token = ?)
        group by token
        """;
    private static final String STANDING =
            "select state, root, revision from epoch_status where chain_id = ? and vault = ? and epoch = ?";
    private static final String WITHDRAWN = """
        select token, withdrawn_micro from payer_close
        where chain_id = ? and vault = ? and period_start = ? and payer = ?
        """;

    private final Ledger ledger;
    private final VaultId vault;
    private final SealedPeriods periods;
    private final FundedCharges charges;
    private final KnownHistory history;

    private record Sealed(String token, @Nullable BigInteger numerator, BigInteger before) {}

    private record Standing(String state, @Nullable String root, long revision) {}

    public Statements(Ledger ledger, VaultId vault) {
        this.ledger = ledger;
        this.vault = vault;
        this.periods = new SealedPeriods(vault);
        this.charges = new FundedCharges(vault);
        this.history = new KnownHistory(vault);
    }

    /** 0 when no period is sealed yet. */
    public long newestEpoch() {
        return ledger.read(periods::newestEpoch);
    }

    /**
     * The epochs that changed something for an account, newest first.
     *
     * @param account lower-case 0x form
     * @param token null for any
     * @param before exclusive; {@link Long#MAX_VALUE} to begin with the newest
     */
    public List<Long> epochs(String account, @Nullable String token, long before, int limit) {
        return ledger.read(session -> session.query(
                EPOCHS,
                row -> row.getLong("epoch"),
                vault.chainId(),
                vault.address(),
                account,
                before,
                token,
                token,
                limit));
    }

    /**
     * One epoch of one account.
     *
     * @param token null for all
     * @return nothing when there is no such epoch
     * @throws SettlementException {@link Problem#STATEMENT_NOT_WHOLE} when the reasons do not sum to what the batch says
     */
    public synchronized Optional<EpochStatement> of(String account, long epoch, @Nullable String token) {
        return ledger.read(session -> {
            Optional<SealedPeriod> period = periods.period(session, epoch);
            return period.isEmpty() ? Optional.empty() : Optional.of(of(session, account, period.get(), token));
        });
    }

    /**
     * One epoch of one account among others, which are not to be hidden by one that cannot be told.
     *
     * @param token null for all
     * @return nothing when there is no such epoch
     */
    public Optional<EpochEntry> tell(String account, long epoch, @Nullable String token) {
        try {
            return of(account, epoch, token).map(statement -> statement);
        } catch (SettlementException e) {
            if (e.problem() != Problem.STATEMENT_NOT_WHOLE) {
                throw e;
            }
            return Optional.of(new UntoldEpoch(epoch, e.problem(), String.valueOf(e.getMessage())));
        }
    }

    private EpochStatement of(Session session, String account, SealedPeriod period, @Nullable String token)
            throws SQLException {
        List<Sealed> sealed = sealed(session, account, period.epoch(), token);
        Standing standing = standing(session, period.epoch());
        List<StatementLine> lines = lines(session, account, period, standing).stream()
                .filter(line -> token == null || line.token().equals(token))
                .toList();
        check(account, period.epoch(), standing, sealed, AccountStatement.sums(lines));
        List<TokenStatement> tokens = new ArrayList<>();
        for (Sealed of : sealed) {
            BigInteger numerator = of.numerator();
            if (numerator != null) {
                tokens.add(new TokenStatement(
                        of.token(),
                        numerator,
                        of.before(),
                        lines.stream()
                                .filter(line -> line.token().equals(of.token()))
                                .toList()));
            }
        }
        return new EpochStatement(
                account, period.epoch(), period.start(), period.end(), standing.state(), standing.root(), tokens);
    }

    private List<StatementLine> lines(Session session, String account, SealedPeriod period, Standing standing)
            throws SQLException {
        try {
            return lines(session, account, period);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The job computed with the same facts and accepted them, so some are not in the tables any more.
            throw new SettlementException(
                    Problem.STATEMENT_NOT_WHOLE,
                    "The reasons for what account " + account + " has of epoch " + period.epoch()
                            + " cannot be put together: " + e.getMessage() + ". " + why(standing, period.epoch()),
                    e);
        }
    }

    private List<StatementLine> lines(Session session, String account, SealedPeriod period) throws SQLException {
        MarketHistory known = history.read(session);
        AccountStatement statement = new AccountStatement(
                account, period.start().toEpochMilli(), period.end().toEpochMilli(), known);
        charges.tell(session, period, statement);
        known.sales().forEach(statement::add);
        session.each(
                WITHDRAWN,
                row -> statement.addWithdrawal(row.getString("token"), Session.integer(row, "withdrawn_micro")),
                vault.chainId(),
                vault.address(),
                period.start(),
                account);
        return statement.lines();
    }

    private List<Sealed> sealed(Session session, String account, long epoch, @Nullable String token)
            throws SQLException {
        return session.query(
                SEALED,
                row -> new Sealed(
                        row.getString("token"),
                        Session.integerOrNull(row, "numerator"),
                        Session.integer(row, "before")),
                epoch,
                epoch,
                vault.chainId(),
                vault.address(),
                account,
                epoch,
                token,
                token);
    }

    private Standing standing(Session session, long epoch) throws SQLException {
        return session.first(
                        STANDING,
                        row -> new Standing(row.getString("state"), row.getString("root"), row.getLong("revision")),
                        vault.chainId(),
                        vault.address(),
                        epoch)
                .orElseThrow();
    }

    private static void check(
            String account,
            long epoch,
            Standing standing,
            List<Sealed> sealed,
            SortedMap<String, BigInteger> explained) {
        SortedMap<String, BigInteger> owed = new TreeMap<>();
        for (Sealed of : sealed) {
            BigInteger numerator = of.numerator();
            if (numerator != null) {
                owed.put(of.token(), numerator);
            }
        }
        if (!owed.equals(explained)) {
            throw new SettlementException(
                    Problem.STATEMENT_NOT_WHOLE,
                    "The reasons found for account " + account + " in epoch " + epoch + " sum to " + explained
                            + ", the batch says " + owed
                            + " (10^-24 base units by token). " + why(standing, epoch));
        }
    }

    private static String why(Standing standing, long epoch) {
        return standing.revision() > FIRST_REVISION ? revised(standing) : broken(epoch);
    }

    private static String revised(Standing standing) {
        return "The epoch was revised: its lines are of revision " + standing.revision()
                + ", which a replay gave, and the reasons that are kept are those of the run that was revoked."
                + " The account has no statement of it.";
    }

    private static String broken(long epoch) {
        return "Either rows of charge_position, chain_event or payer_position are missing, as of epochs that were"
                + " sealed before these tables were written, or the batch is wrong: `tributary verify-batch " + epoch
                + "` tells.";
    }
}
