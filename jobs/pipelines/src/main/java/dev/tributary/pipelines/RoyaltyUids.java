package dev.tributary.pipelines;

/**
 * Under these names the operators of RoyaltyJob find their state in a checkpoint. A name that changes loses the state it
 * stood for, so none ever does.
 */
public final class RoyaltyUids {
    public static final String USAGE_SOURCE = "royalty.read-usage";
    public static final String CHAIN_SOURCE = "royalty.read-chain";

    public static final String ACCEPT_CHAIN_EVENTS = "royalty.accept-chain-events";
    public static final String ASSIGN_CHAIN_TIME = "royalty.assign-chain-time";
    public static final String READ_TERMS = "royalty.read-terms";
    public static final String READ_PASSES = "royalty.read-passes";
    public static final String READ_GATEWAYS = "royalty.read-gateways";
    public static final String READ_PAYER_MOVES = "royalty.read-payer-moves";
    public static final String READ_PAYEES = "royalty.read-payees";
    public static final String READ_PLATFORM = "royalty.read-platform";
    public static final String READ_CLAIMS = "royalty.read-claims";
    public static final String READ_CONTRACT_EVENTS = "royalty.read-contract-events";
    public static final String READ_FINALITY = "royalty.read-finality";
    public static final String DESCRIBE_MODELS = "royalty.describe-models";
    public static final String READ_MODEL_TERMS = "royalty.read-model-terms";
    public static final String READ_BENCHMARKS = "royalty.read-benchmarks";
    public static final String READ_VERIFICATIONS = "royalty.read-verifications";
    public static final String TRACK_PURCHASES = "royalty.track-purchases";
    public static final String TRACK_PASSES = "royalty.track-passes";
    public static final String SHARE_LINEAGE = "royalty.share-lineage";
    public static final String ROUTE_USAGE = "royalty.route-usage";
    public static final String ROUTE_TERMS = "royalty.route-terms";
    public static final String ROUTE_PASSES = "royalty.route-passes";
    public static final String RATE_USAGE = "royalty.rate-usage";
    public static final String PACK_CHARGES = "royalty.pack-charges";
    public static final String FUND_CHARGES = "royalty.fund-charges";
    public static final String DESCRIBE_CHARGES = "royalty.describe-charges";
    public static final String SUM_REVENUE = "royalty.sum-revenue";
    public static final String ROUTE_CHARGES = "royalty.route-charges";
    public static final String ROUTE_VECTORS = "royalty.route-vectors";
    public static final String ROUTE_BREAKS = "royalty.route-breaks";
    public static final String SHARE_CHARGES = "royalty.share-charges";
    public static final String SUM_SHARES = "royalty.sum-shares";
    public static final String SPLIT_EARNINGS = "royalty.split-earnings";
    public static final String SUM_CREDITS = "royalty.sum-credits";
    public static final String SUM_DOWNSTREAM = "royalty.sum-downstream";

    public static final String ACCRUE_ACCOUNTS = "royalty.accrue-accounts";
    public static final String ROUTE_LINES = "royalty.route-lines";
    public static final String ROUTE_BOOKS = "royalty.route-books";
    public static final String ROUTE_FRONTIERS = "royalty.route-frontiers";
    public static final String ROUTE_BLOCKS = "royalty.route-blocks";
    public static final String SEAL_PERIOD = "royalty.seal-period";
    public static final String ROUTE_HEADERS = "royalty.route-headers";
    public static final String TOTAL_LINES = "royalty.total-lines";

    public static final String STAGE_LINES = "royalty.stage-lines";
    public static final String COMMIT_HEADERS = "royalty.commit-headers";
    public static final String WRITE_REJECTED = "royalty.write-rejected";
    public static final String WRITE_USAGE_MINUTES = "royalty.write-usage-minutes";
    public static final String WRITE_DOWNSTREAM_USAGE = "royalty.write-downstream-usage";
    public static final String WRITE_PAYER_POSITIONS = "royalty.write-payer-positions";
    public static final String WRITE_SUSPENSE = "royalty.write-suspense";
    public static final String WRITE_LINE_TOTALS = "royalty.write-line-totals";
    public static final String WRITE_LINE_MINUTES = "royalty.write-line-minutes";
    public static final String WRITE_LINE_PERIODS = "royalty.write-line-periods";
    public static final String WRITE_CHARGE_POSITIONS = "royalty.write-charge-positions";
    public static final String WRITE_CHAIN_EVENTS = "royalty.write-chain-events";
    public static final String WRITE_USAGE_REJECTED = "royalty.write-usage-rejected";
    public static final String WRITE_CLAIMS = "royalty.write-claims";
    public static final String WRITE_MODELS = "royalty.write-models";
    public static final String WRITE_MODEL_TERMS = "royalty.write-model-terms";
    public static final String WRITE_BENCHMARK_REPORTS = "royalty.write-benchmark-reports";
    public static final String WRITE_MODEL_VERIFICATIONS = "royalty.write-model-verifications";
    public static final String WRITE_PURCHASES = "royalty.write-purchases";
    public static final String WRITE_ACCESS_PASSES = "royalty.write-access-passes";

    private RoyaltyUids() {}
}
