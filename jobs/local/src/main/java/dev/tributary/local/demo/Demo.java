package dev.tributary.local.demo;

import dev.tributary.chain.Deployment;
import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.LocalStack;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.simulation.ExpectedRevenue;
import dev.tributary.local.simulation.FamilyFile;
import dev.tributary.local.simulation.FamilyMember;
import dev.tributary.local.simulation.GeneratedFamily;
import dev.tributary.local.simulation.LicencePlan;
import dev.tributary.local.simulation.LicenceScript;
import dev.tributary.local.simulation.MarketPlan;
import dev.tributary.local.simulation.MarketScript;
import dev.tributary.local.simulation.Party;
import dev.tributary.local.simulation.PlannedModel;
import dev.tributary.local.simulation.ReportingGateways;
import dev.tributary.local.simulation.Requests;
import dev.tributary.local.simulation.Seed;
import dev.tributary.local.simulation.SentLines;
import dev.tributary.local.simulation.SyntheticRequests;
import dev.tributary.local.simulation.TraceFile;
import dev.tributary.local.simulation.TrafficRun;
import dev.tributary.local.simulation.UnrulyGateway;
import dev.tributary.local.simulation.UnrulyPlan;
import dev.tributary.local.simulation.UsagePlan;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.web3j.crypto.Credentials;

/** Plays the whole marketplace on a local stack, from the deployment to the last claim, and judges the outcome. */
final class Demo {
    private static final Credentials ADMIN = DevAccounts.at(0);
    private static final Credentials GUARDIAN = DevAccounts.at(2);
    private static final Credentials ARBITER = DevAccounts.at(3);
    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS_PER_TASK_MANAGER = 2;
    private static final long TERMS_NOTICE_SECONDS = 1;
    private static final BigInteger WHOLE_TOKEN = BigInteger.valueOf(1_000_000);
    private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);

    private final DemoOptions options;
    private final Screen screen;
    private final InstantSource clock;
    private final UsagePlan plan;
    private final UnrulyPlan unruly;
    private final ExpectedRevenue expected;
    private final SentLines sent = new SentLines();
    private final long beginMillis;

    Demo(DemoOptions options, Screen screen, InstantSource clock) {
        this.options = options;
        this.screen = screen;
        this.clock = clock;
        this.beginMillis = clock.millis();
        this.plan = plan(options);
        this.unruly = UnrulyPlan.of(plan);
        this.expected = ExpectedRevenue.of(plan, unruly);
    }

    /**
     * Whether all self-checks passed.
     *
     * @param visit what is done at the end, before everything is stopped
     */
    boolean run(Visit visit) throws Exception {
        screen.title("Tributary demo: seed %d, %s lines, periods of %s, rating grain %s"
                .formatted(
                        options.seed(),
                        Amounts.count(options.lines()),
                        Amounts.seconds(options.periodMillis()),
                        Amounts.seconds(DemoOptions.GRAIN_MILLIS)));
        screen.line("");
        step("log", DemoOptions.logFile().toString());
        try (LocalStack stack = LocalStack.start(
                new LocalStack.Options(options.contracts(), TASK_MANAGERS, SLOTS_PER_TASK_MANAGER), screen::service)) {
            DemoRun run = run(stack);
            boolean passed = judge(run);
            visit.of(stack, run, passed);
            return passed;
        }
    }

    private DemoRun run(LocalStack stack) throws Exception {
        MarketplaceDeployment deployment = deploy(stack);
        new Jobs(stack, deployment.deployment(), options).start();
        step("jobs", "ChainIngestJob and RoyaltyJob submitted to Flink");
        SettlementWatch settlement =
                stack.open("settlement", () -> SettlementWatch.start(stack, deployment.deployment(), options));
        MarketScript script = new MarketScript(stack.chain(), deployment, ADMIN, plan.market());
        LicenceScript licences = new LicenceScript(stack.chain(), deployment, ARBITER, plan.market(), clock);
        openMarket(stack, script, licences);

        TableReader reader = new TableReader(stack.database().login(DatabaseRole.READ), deployment.deployment());
        LedgerView ledger = new LedgerView(
                reader, new TableReader(stack.database().login(DatabaseRole.SETTLEMENT), deployment.deployment()));
        try (Progress progress = new Progress(screen, ledger, stack.chain(), clock, beginMillis)) {
            progress.start();
            return play(
                    stack,
                    deployment,
                    new Scripts(script, licences),
                    new Settling(stack, deployment, ledger, new MarketView(reader), settlement, options, clock));
        }
    }

    /** What happens on the chain while usage is reported. */
    private record Scripts(MarketScript market, LicenceScript licences) {}

    private DemoRun play(LocalStack stack, MarketplaceDeployment deployment, Scripts scripts, Settling settling)
            throws Exception {
        long firstLine = clock.millis();
        reportUsage(stack, deployment, scripts);
        long lastLine = clock.millis();
        settling.awaitCounted(sent);
        step("auditor", "recomputes every account from the two logs");
        AuditResult audit = settling.audit();
        settling.awaitAccepted(audit.batches().size());
        long settled = clock.millis();
        step("claims", "every account claims with its proof");
        return settling.claimAndCollect(plan, expected, sent, audit, lastLine - firstLine, settled - firstLine);
    }

    private MarketplaceDeployment deploy(LocalStack stack) {
        MarketplaceDeployment deployment = MarketplaceDeployment.deploy(
                stack.chain(),
                ADMIN,
                new MarketplaceDeployment.Options(
                        plan.market().treasury().address(),
                        SettlementWatch.SUBMITTER.getAddress(),
                        GUARDIAN.getAddress(),
                        ARBITER.getAddress(),
                        DemoOptions.FEE_PPM,
                        0,
                        TERMS_NOTICE_SECONDS,
                        new MarketplaceDeployment.Sales(
                                plan.market().licences().reporters().stream()
                                        .map(Party::address)
                                        .toList(),
                                LicencePlan.QUORUM,
                                DemoOptions.SCORE_VALIDITY_SECONDS,
                                DemoOptions.VERIFICATION_WINDOW_SECONDS)));
        screen.line("");
        deployment.deployment().contracts().forEach((name, address) -> step("contract", name + " at " + address));
        step("keys", "all are the dev chain's published test keys or made from the seed: worth nothing elsewhere");
        return deployment;
    }

    /** Models, permissions and deposits; from then on a block every second, as a real chain has. */
    private void openMarket(LocalStack stack, MarketScript script, LicenceScript licences) {
        List<PlannedModel> registered = new ArrayList<>();
        int all = plan.market().models().size();
        script.registerModels(model -> {
            registered.add(model);
            screen.status("  registering models: %d of %d".formatted(registered.size(), all), clock.millis());
        });
        screen.clearStatus();
        int levels = 1
                + plan.market().models().stream()
                        .mapToInt(PlannedModel::depth)
                        .max()
                        .orElse(0);
        step("family", "%d models on %d levels registered by commit and reveal".formatted(all, levels));
        script.admitGateways();
        step(
                "gateways",
                "%d authorised, and allowed by each payer"
                        .formatted(plan.market().gateways().size() + 1));
        BigInteger deposits = BigInteger.ZERO;
        for (int payer = 0; payer < plan.market().payers().size(); payer++) {
            BigInteger deposit = depositFor(payer);
            script.deposit(plan.market().payers().get(payer), deposit);
            deposits = deposits.add(deposit);
        }
        step("payers", "%d deposited %s tUSD".formatted(plan.market().payers().size(), Amounts.token(deposits)));
        licences.open();
        step("licences", licences.openingStory());
        stack.chain().mineEvery(DemoOptions.BLOCK_SECONDS);
    }

    /** Whole tokens for what the payer's usage will cost and a fifth more. */
    private BigInteger depositFor(int payer) {
        BigInteger baseUnits = expected.micro(payer).divide(MICRO);
        BigInteger ample = baseUnits.add(baseUnits.divide(BigInteger.valueOf(5)));
        return ample.divide(WHOLE_TOKEN).add(BigInteger.TWO).multiply(WHOLE_TOKEN);
    }

    private void reportUsage(LocalStack stack, MarketplaceDeployment deployment, Scripts scripts) {
        MarketPlan market = plan.market();
        String registry = deployment.deployment().address(Deployment.GATEWAY_REGISTRY);
        String bootstrap = stack.kafka().bootstrapServers();
        ReportingGateways.Destination destination = new ReportingGateways.Destination(
                DevChain.CHAIN_ID,
                registry,
                bootstrap,
                Jobs.USAGE_TOPIC,
                DemoOptions.USAGE_PARTITIONS,
                stack.directory().resolve("gateways"));
        UsageReportDigest digest = new UsageReportDigest(DevChain.CHAIN_ID, registry);
        ReportingGateways gateways = stack.open("gateways", () -> ReportingGateways.open(market, destination));
        UnrulyGateway unrulyGateway = stack.open(
                "unruly gateway", () -> UnrulyGateway.open(market, digest, bootstrap, Jobs.USAGE_TOPIC, sent));
        for (Party gateway : market.gateways()) {
            step("gateway", gateway + " reports");
        }
        step("gateway", market.unruly() + " repeats, contradicts, forges and breaks");
        TrafficRun traffic = new TrafficRun(
                plan,
                unruly,
                gateways,
                unrulyGateway,
                sent,
                clock,
                Duration.ofMillis(options.trafficMillis()),
                Duration.ofMillis(DemoOptions.GRACE_MILLIS + options.periodMillis() / 2));
        new TrafficScript(traffic, scripts.market(), scripts.licences(), market, clock, this::step).play();
    }

    private boolean judge(DemoRun run) {
        new ResultTables(run).print(screen);
        screen.title("Self-checks");
        List<Check> checks = new SelfChecks(run).all();
        checks.forEach(screen::verdict);
        if (options.report() != null) {
            new DemoReport(run, checks).write(options.report());
        }
        boolean passed = checks.stream().allMatch(Check::ok);
        long reported = run.lines().getOrDefault("reported", 0L);
        screen.line("");
        screen.line("%s after %s: %s lines reported in %s (%s per second), settled in %s."
                .formatted(
                        passed ? "All checks passed" : "CHECKS FAILED",
                        Amounts.seconds(clock.millis() - beginMillis),
                        Amounts.count(reported),
                        Amounts.seconds(run.trafficMillis()),
                        Amounts.count(reported * 1_000 / Math.max(1, run.trafficMillis())),
                        Amounts.seconds(run.settledMillis())));
        return passed;
    }

    private void step(String what, String text) {
        screen.line("  %-11s %s".formatted(what, text));
    }

    private static UsagePlan plan(DemoOptions options) {
        Seed seed = new Seed(options.seed());
        List<FamilyMember> family =
                options.family() == null ? GeneratedFamily.of(seed) : FamilyFile.read(options.family());
        Requests requests = options.trace() == null ? new SyntheticRequests(seed) : TraceFile.read(options.trace());
        return new UsagePlan(MarketPlan.of(seed, family), requests, options.lines());
    }
}
