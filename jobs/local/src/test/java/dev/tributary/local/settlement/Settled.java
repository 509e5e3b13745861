package dev.tributary.local.settlement;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.Tables;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AcceptedProofs;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.ledger.SealedPeriods;
import dev.tributary.settlement.ledger.StoredProof;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.rules.TransactionState;
import dev.tributary.settlement.run.KeySource;
import dev.tributary.settlement.run.PassReport;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.StepListener;
import dev.tributary.settlement.vault.FeeLimits;
import dev.tributary.settlement.vault.FeeRule;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.BaseEventResponse;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;

/** A vault of its own with money in it, on a shared chain and database, and runs that settle it. */
final class Settled {
    static final Path CONTRACTS = Path.of("../../contracts");
    static final long WINDOW_SECONDS = 30;
    static final String PASSPHRASE = "for tests only: Zürich 4711";
    static final Duration BUMP_AFTER = Duration.ofMinutes(2);
    private static final BigInteger DEPOSIT = BigInteger.TEN.pow(12);
    static final BigInteger HUGE = DEPOSIT;
    private static final List<String> TABLES = List.of(
            "batch",
            "batch_token",
            "account_total",
            "proof",
            "tree_dump",
            "outbound_transaction",
            "batch_history",
            "finalized_block",
            "lease");
    private static final Credentials ADMIN = DevAccounts.at(0);
    static final Credentials SUBMITTER = DevAccounts.at(1);
    static final Credentials GUARDIAN = DevAccounts.at(3);

    final DevChain chain;
    final EmbeddedDatabase database;
    final MarketplaceDeployment marketplace;
    final VaultId vault;
    final HandSealed sealed;
    final Path folder;
    final Ledger ledger;
    final KeySource key;
    /** What the runs take for now. */
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    /** Blocks after which one is final for the next runs; 0 for the chain's own finality. */
    long confirmations;
    /** What the next runs may spend; per gas 1 000 gwei, and whatever a transaction or a day takes. */
    FeeLimits feeLimits = new FeeLimits(BigInteger.TEN.pow(12), BigInteger.TEN.pow(20), BigInteger.TEN.pow(20));

    private Settled(
            DevChain chain, EmbeddedDatabase database, MarketplaceDeployment marketplace, VaultId vault, Path folder)
            throws Exception {
        this.chain = chain;
        this.database = database;
        this.marketplace = marketplace;
        this.vault = vault;
        this.folder = folder;
        this.key = keystore(folder.resolve("keys"));
        this.sealed = new HandSealed(database.login(DatabaseRole.JOBS), vault);
        this.ledger = Tables.ledger(database.login(DatabaseRole.SETTLEMENT));
    }

    static Settled deploy(DevChain chain, EmbeddedDatabase database, Path folder) throws Exception {
        MarketplaceDeployment marketplace = MarketplaceDeployment.deploy(
                chain,
                ADMIN,
                new MarketplaceDeployment.Options(
                        DevAccounts.at(2).getAddress(),
                        SUBMITTER.getAddress(),
                        GUARDIAN.getAddress(),
                        DevAccounts.at(4).getAddress(),
                        25_000,
                        WINDOW_SECONDS,
                        0));
        String address = marketplace.deployment().address(Deployment.ROYALTY_VAULT);
        Settled settled = new Settled(chain, database, marketplace, new VaultId(DevChain.CHAIN_ID, address), folder);
        settled.deposit(DEPOSIT);
        return settled;
    }

    /** Gives the vault base units to promise, in a finalized block. */
    void deposit(BigInteger amount) throws Exception {
        marketplace.token(chain, ADMIN).mint(ADMIN.getAddress(), amount).send();
        marketplace.token(chain, ADMIN).approve(vault.address(), amount).send();
        contract().deposit(marketplace.token(), ADMIN.getAddress(), amount).send();
        chain.mine(3);
    }

    /** A run with a lease so short that a dead one keeps nobody waiting. */
    SettlementRun open(String holder, StepListener steps) throws Exception {
        return open(holder, steps, chain.url());
    }

    SettlementRun open(String holder, StepListener steps, String rpcUrl) throws Exception {
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        SettlementConfig config = new SettlementConfig(
                vault,
                rpcUrl,
                Duration.ofSeconds(10),
                confirmations,
                new dev.tributary.settlement.database.DatabaseLogin(login.url(), login.user(), login.password()),
                key,
                folder.resolve("epochs"),
                BUMP_AFTER,
                new FeeRule(12),
                feeLimits,
                Duration.ofMillis(300),
                Duration.ofMillis(200));
        InstantSource clock = () -> now;
        return SettlementRun.open(config, holder, clock, steps);
    }

    PassReport pass() throws Exception {
        try (SettlementRun run = open("test", StepListener.NONE)) {
            return run.pass();
        }
    }

    private static KeySource keystore(Path keys) throws Exception {
        Files.createDirectories(keys);
        Path passphrase = keys.resolve("passphrase");
        writePrivately(passphrase, PASSPHRASE);
        Path keystore = keys.resolve(
                WalletUtils.generateWalletFile(PASSPHRASE, SUBMITTER.getEcKeyPair(), keys.toFile(), false));
        Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString("rw-------"));
        return new KeySource.Keystore(keystore, passphrase);
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Passes, with blocks and time between them, until the newest epoch is final. */
    void settle() throws Exception {
        try (SettlementRun run = open("test", StepListener.NONE)) {
            settle(run);
        }
    }

    void settle(SettlementRun run) throws Exception {
        for (int round = 0; round < 12; round++) {
            retryWhileLeased(run);
            if (allFinal()) {
                return;
            }
            letTimePass();
        }
        throw new AssertionError("stuck: " + batches());
    }

    /** Three blocks and the whole challenge window. */
    void letTimePass() {
        chain.command("evm_increaseTime", "0x" + Long.toHexString(WINDOW_SECONDS));
        chain.mine(3);
    }

    static void retryWhileLeased(SettlementRun run) throws InterruptedException {
        for (int attempt = 0; attempt < 50; attempt++) {
            try {
                run.pass();
                return;
            } catch (SettlementException e) {
                if (e.problem() != Problem.LEASE_HELD) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
        throw new AssertionError("the lease is never free");
    }

    boolean allFinal() {
        List<Batch> batches = batches();
        return !batches.isEmpty() && batches.stream().allMatch(batch -> batch.state() == BatchState.FINAL);
    }

    /** Our transactions' places behind the first nonce of this vault. */
    List<Long> nonces() throws SQLException {
        try (Connection connection = database.login(DatabaseRole.SETTLEMENT).connect();
                PreparedStatement query = connection.prepareStatement(
                        "select nonce - min(nonce) over () from tributary.outbound_transaction where vault = ?"
                                + " order by nonce")) {
            query.setString(1, vault.address());
            try (ResultSet rows = query.executeQuery()) {
                List<Long> nonces = new ArrayList<>();
                while (rows.next()) {
                    nonces.add(rows.getLong(1));
                }
                return nonces;
            }
        }
    }

    /** The chain's count of the submitter's transactions before the first one for this vault. */
    long firstNonce() {
        return ledger.read(session -> session.query(
                        "select min(nonce) from outbound_transaction where vault = ?",
                        row -> row.getLong(1),
                        vault.address()))
                .get(0);
    }

    /** Every row of this vault's settlement as text. */
    String everythingStored() {
        StringBuilder rows = new StringBuilder();
        for (String table : TABLES) {
            ledger.read(session -> session.query(
                            "select t::text from " + table + " t where t::text like ? order by 1",
                            row -> row.getString(1),
                            "%" + vault.address() + "%"))
                    .forEach(row -> rows.append(table).append(row).append('\n'));
        }
        return rows.toString();
    }

    List<TransactionState> transactionStates() {
        return ledger.read(session -> session.query(
                "select state from outbound_transaction where vault = ?",
                row -> TransactionState.valueOf(row.getString(1)),
                vault.address()));
    }

    /** What the accounts are shown as able to claim, in base units. */
    Map<String, BigInteger> claimable() throws SQLException {
        try (Connection connection = database.login(DatabaseRole.READ).connect();
                PreparedStatement query = connection.prepareStatement(
                        "select account, claimable from tributary.account_payable where vault = ?")) {
            query.setString(1, vault.address());
            try (ResultSet rows = query.executeQuery()) {
                Map<String, BigInteger> claimable = new TreeMap<>();
                while (rows.next()) {
                    claimable.put(rows.getString(1), rows.getBigDecimal(2).toBigIntegerExact());
                }
                return claimable;
            }
        }
    }

    /** Remembers another hash for the newest finalized block: to the next run the chain is not the one it was. */
    void forgeFinalizedBlock() throws SQLException {
        try (Connection connection = database.login(DatabaseRole.SETTLEMENT).connect();
                PreparedStatement update = connection.prepareStatement(
                        "update tributary.finalized_block set block_hash = ? where vault = ?")) {
            update.setString(1, "0x" + "00".repeat(32));
            update.setString(2, vault.address());
            update.executeUpdate();
        }
    }

    /** The attempts of our newest transaction, oldest first. */
    List<Attempt> newestAttempts() {
        List<OutboundTransaction> open = ledger.read(new Outbox(vault)::open);
        return open.get(open.size() - 1).attempts();
    }

    List<Batch> batches() {
        return ledger.read(new Batches(vault)::all);
    }

    BatchState state(long epoch) {
        return batches().get((int) epoch - 1).state();
    }

    /** Lines that leave fractions behind, for some accounts of a few. */
    List<AccountLine> lines(long epoch, Random random) {
        Map<String, AccountLine> lines = new TreeMap<>();
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 6; i++) {
            String account = account(random.nextInt(9));
            BigInteger numerator = new BigInteger(90, random).add(Units.NUMERATOR_PER_UNIT);
            if (lines.putIfAbsent(account, line(epoch, account, numerator)) == null) {
                sum = sum.add(numerator);
            }
        }
        BigInteger rest = Units.NUMERATOR_PER_MICRO.subtract(sum.mod(Units.NUMERATOR_PER_MICRO));
        String treasury = DevAccounts.at(2).getAddress().toLowerCase(Locale.ROOT);
        List<AccountLine> all = new ArrayList<>(lines.values());
        all.add(line(epoch, treasury, rest));
        return all;
    }

    /** More than was deposited, by {@link #HUGE} at most. */
    List<AccountLine> hugeLines(long epoch) {
        BigInteger numerator = DEPOSIT.multiply(Units.NUMERATOR_PER_UNIT);
        return List.of(line(epoch, account(0), numerator));
    }

    private AccountLine line(long epoch, String account, BigInteger numerator) {
        return HandSealed.line(epoch, marketplace.token(), account, numerator);
    }

    private String account(int index) {
        return vault.address().substring(0, 40) + "0" + index;
    }

    /** What was sealed, by token and account. */
    List<AccountLine> batchLines(long epoch) {
        SealedPeriods periods = new SealedPeriods(vault);
        return ledger.read(
                session -> periods.lines(session, periods.period(session, epoch).orElseThrow()));
    }

    List<StoredProof> proofs(String account) {
        return ledger.read(session -> new AcceptedProofs(vault).of(session, account));
    }

    RoyaltyVault contract() {
        return marketplace.vault(chain, ADMIN);
    }

    /** Claims with the stored proof and returns what the account was paid in all. */
    BigInteger claim(String account) throws Exception {
        for (StoredProof proof : proofs(account)) {
            contract()
                    .claim(
                            account,
                            proof.leaf().token(),
                            proof.leaf().cumulative(),
                            Hex.bytes(proof.root()),
                            proof.siblings().stream().map(Hex::bytes).toList())
                    .send();
        }
        return paid(account);
    }

    BigInteger paid(String account) throws Exception {
        return marketplace.token(chain, ADMIN).balanceOf(account).send();
    }

    List<RoyaltyVault.RootAcceptedEventResponse> acceptances() throws IOException {
        return events(RoyaltyVault.ROOTACCEPTED_EVENT).stream()
                .map(RoyaltyVault::getRootAcceptedEventFromLog)
                .toList();
    }

    List<RoyaltyVault.RootProposedEventResponse> proposals() throws IOException {
        return events(RoyaltyVault.ROOTPROPOSED_EVENT).stream()
                .map(RoyaltyVault::getRootProposedEventFromLog)
                .toList();
    }

    private List<Log> events(org.web3j.abi.datatypes.Event event) throws IOException {
        EthFilter filter =
                new EthFilter(DefaultBlockParameterName.EARLIEST, DefaultBlockParameterName.LATEST, vault.address());
        filter.addSingleTopic(org.web3j.abi.EventEncoder.encode(event));
        List<Log> logs = new ArrayList<>();
        for (EthLog.LogResult<?> found : chain.web3j().ethGetLogs(filter).send().getLogs()) {
            logs.add((Log) found.get());
        }
        return logs;
    }

    static BigInteger epoch(BaseEventResponse event) {
        return event instanceof RoyaltyVault.RootAcceptedEventResponse accepted
                ? accepted.epoch
                : ((RoyaltyVault.RootProposedEventResponse) event).epoch;
    }
}
