package dev.tributary.settlement.trace;

import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Durations;
import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tables tell of the settings that RoyaltyJob runs with. By other settings a line is booked in another minute or
 * period, where no table has it, and would look as if it waited for a close that was long ago.
 *
 * @param ends of sealed periods, by epoch; from 100 to 199 of them when there are more, spread over all
 * @param minutes starts of the newest minutes that something was counted in
 * @param gatewayRegistry as the chain's log has it; null before its first event
 */
public record ObservedSettings(
        List<PeriodEnd> ends,
        List<Instant> minutes,
        @Nullable String gatewayRegistry) {
    static final String REMEDY = " Give `trace` the values that RoyaltyJob runs with.";

    private static final String ENDS = """
        select epoch, period_start, period_end,
               array(select jsonb_array_elements_text(header::jsonb -> 'firstOffsetsAfter')::bigint) as first_offsets
        from sealed_period s
        where chain_id = ? and vault = ?
          and mod(epoch, (select greatest(1, max(n.epoch) / 100) from sealed_period n
                          where n.chain_id = s.chain_id and n.vault = s.vault)) = 0
        order by epoch
        """;
    private static final String MINUTES = """
        select distinct minute_start
        from (select minute_start from line_minute where chain_id = ? and vault = ?
              order by minute_start desc limit 1000) newest
        """;
    private static final String GATEWAY_REGISTRY = """
        select address from accepted_chain_event where chain_id = ? and vault = ? and contract = 'GatewayRegistry' limit 1
        """;

    public static ObservedSettings read(Ledger ledger, VaultId vault) {
        return ledger.read(session -> new ObservedSettings(
                session.query(ENDS, ObservedSettings::end, vault.chainId(), vault.address()),
                session.query(MINUTES, row -> Session.instant(row, "minute_start"), vault.chainId(), vault.address()),
                session.first(GATEWAY_REGISTRY, row -> row.getString("address"), vault.chainId(), vault.address())
                        .orElse(null)));
    }

    private static PeriodEnd end(ResultSet row) throws SQLException {
        Array offsets = row.getArray("first_offsets");
        return new PeriodEnd(
                row.getLong("epoch"),
                Session.instant(row, "period_start"),
                Session.instant(row, "period_end"),
                Arrays.asList((Long[]) offsets.getArray()));
    }

    /**
     * Makes sure that a line is looked for as it was booked, as far as the tables tell; the grace shows in the log.
     *
     * @throws SettlementException {@link Problem#CONFIG_INVALID} when the tables were written by other settings
     */
    public void require(MeteringSettings settings) {
        for (PeriodEnd period : ends) {
            if (period.lengthMillis() != settings.periodMillis()) {
                throw invalid(
                        RoyaltyJobConfig.PERIOD,
                        Durations.text(settings.periodMillis()),
                        "epoch " + period.epoch() + " is of the " + Durations.text(period.lengthMillis()) + " from "
                                + period.start());
            }
            if (!period.firstOffsets().isEmpty() && period.firstOffsets().size() != settings.partitions()) {
                throw invalid(
                        RoyaltyJobConfig.USAGE_PARTITIONS,
                        Integer.toString(settings.partitions()),
                        "epoch " + period.epoch() + " was sealed over "
                                + period.firstOffsets().size() + " partitions");
            }
        }
        requireGrain(settings.grainMillis());
        String registry = gatewayRegistry;
        if (registry != null && !registry.equals(settings.gatewayRegistry())) {
            throw invalid(
                    RoyaltyJobConfig.GATEWAY_REGISTRY,
                    settings.gatewayRegistry(),
                    "the chain's log is of the registry " + registry);
        }
    }

    /** One that is too coarse. By one that is too fine a line is found where it is, or nowhere, which is told then. */
    private void requireGrain(long grainMillis) {
        for (Instant minute : minutes) {
            if (minute.toEpochMilli() % grainMillis != 0) {
                throw invalid(
                        RoyaltyJobConfig.RATING_GRAIN,
                        Durations.text(grainMillis),
                        "the tables have a minute that starts at " + minute);
            }
        }
    }

    /** What tells the grace while a partition of the log is read. */
    public GraceCheck grace(int partition) {
        return new GraceCheck(partition, ends);
    }

    static SettlementException invalid(String key, String given, String observed) {
        return new SettlementException(
                Problem.CONFIG_INVALID, "`" + key + "` is " + given + " here, but " + observed + "." + REMEDY);
    }
}
