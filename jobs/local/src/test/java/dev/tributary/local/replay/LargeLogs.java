package dev.tributary.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.local.audit.UsageJsonLines;
import dev.tributary.local.audit.UsageLogRecord;
import fr.acinq.secp256k1.Secp256k1;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Writes logs of any size for a replay: signed reports of one gateway per partition over an hour per 100 000 lines, some
 * of them for models that nobody registered.
 *
 * @param lines of usage
 * @param linesPerReport the same for every report
 */
record LargeLogs(long lines, int linesPerReport, int models, int payers, int partitions, int unknownInAThousand) {
    private static final long CHAIN = 31_337;
    private static final String REGISTRY = address("registry");
    private static final String GATEWAYS = address("gateways");
    private static final String VAULT = address("vault");
    private static final String TOKEN = address("token");
    /** 2026-01-01T00:00:00Z */
    private static final long DAWN_SECONDS = 1_767_225_600;

    private static final long LINES_PER_HOUR = 100_000;

    /** Arguments: folder, lines, lines per report, models, payers, refused lines in a thousand. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        new LargeLogs(
                        Long.parseLong(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]),
                        4,
                        Integer.parseInt(arguments[5]))
                .write(folder);
    }

    /** Writes {@code chain.jsonl} and {@code usage.jsonl}. */
    void write(Path folder) throws IOException {
        byte[][] keys = new byte[partitions][];
        String[] gateways = new String[partitions];
        for (int candidate = 0, found = 0; found < partitions; candidate++) {
            byte[] key = Keccak.hash(("gateway " + candidate).getBytes(UTF_8));
            String gateway = addressOf(key);
            int partition = UsagePartition.of(gateway, partitions);
            if (gateways[partition] == null) {
                keys[partition] = key;
                gateways[partition] = gateway;
                found++;
            }
        }
        try (BufferedWriter chain = Files.newBufferedWriter(folder.resolve("chain.jsonl"))) {
            writeChain(chain, gateways);
        }
        try (BufferedWriter usage = Files.newBufferedWriter(folder.resolve("usage.jsonl"))) {
            writeUsage(usage, gateways, keys);
        }
    }

    private void writeChain(BufferedWriter chain, String[] gateways) throws IOException {
        ChainWriter log = new ChainWriter(chain);
        log.event("RoyaltyVault", VAULT, "FeeChanged", "{\"feePpm\":25000}");
        log.event("RoyaltyVault", VAULT, "TreasuryChanged", "{\"treasury\":\"%s\"}".formatted(address("treasury")));
        for (String gateway : gateways) {
            log.event("GatewayRegistry", GATEWAYS, "GatewayAuthorised", "{\"gateway\":\"%s\"}".formatted(gateway));
        }
        for (int payer = 0; payer < payers; payer++) {
            String address = address("payer " + payer);
            for (String gateway : gateways) {
                log.event(
                        "GatewayRegistry",
                        GATEWAYS,
                        "GatewayAllowed",
                        "{\"payer\":\"%s\",\"gateway\":\"%s\"}".formatted(address, gateway));
            }
            log.event(
                    "RoyaltyVault",
                    VAULT,
                    "Deposited",
                    "{\"token\":\"%s\",\"payer\":\"%s\",\"amount\":\"10000000\"}".formatted(TOKEN, address));
        }
        for (int model = 0; model < models; model++) {
            register(log, model);
        }
    }

    private static void register(ChainWriter log, int model) throws IOException {
        log.event(
                "ModelRegistry",
                REGISTRY,
                "ModelRegistered",
                ("{\"modelId\":\"%s\",\"owner\":\"%s\",\"codec\":85,\"format\":3,\"parents\":[%s],\"royaltyPolicy\":%d,"
                                + "\"royaltyShare\":5000000}")
                        .formatted(
                                model(model),
                                address("owner " + model % 1_000),
                                model % 10 == 0 ? "" : "\"" + model(model - 1) + "\"",
                                model % 2));
        log.event(
                "ModelRegistry",
                REGISTRY,
                "TermsChanged",
                ("{\"modelId\":\"%s\",\"token\":\"%s\",\"pricesPerMillion\":[\"1000\",\"7\",\"11\",\"0\"],"
                                + "\"licencePrice\":\"0\",\"minimumScorePpm\":\"0\",\"passRequired\":false,"
                                + "\"passLifetime\":\"0\",\"effectiveAt\":\"%d\"}")
                        .formatted(model(model), TOKEN, DAWN_SECONDS - 3_600));
    }

    /** One event per block, all an hour before the first line. */
    private static final class ChainWriter {
        private final BufferedWriter chain;
        private long ordinal;

        ChainWriter(BufferedWriter chain) {
            this.chain = chain;
        }

        void event(String contract, String address, String event, String args) throws IOException {
            ordinal++;
            byte[] json = ChainEventJson.write(new ChainEvent(
                    CHAIN,
                    ordinal,
                    ordinal,
                    hash("block " + ordinal),
                    DAWN_SECONDS - 3_600,
                    hash("transaction " + ordinal),
                    0,
                    contract,
                    address,
                    event,
                    args));
            chain.write(new String(json, UTF_8));
            chain.newLine();
        }
    }

    private void writeUsage(BufferedWriter usage, String[] gateways, byte[][] keys) throws IOException {
        Random random = new Random(lines);
        UsageReportDigest digest = new UsageReportDigest(CHAIN, GATEWAYS);
        long written = 0;
        for (long report = 0; written < lines; report++) {
            int partition = (int) (report % partitions);
            long appendMillis = DAWN_SECONDS * 1_000 + written * 3_600_000 / LINES_PER_HOUR;
            StringBuilder value = new StringBuilder("[");
            for (int i = 0; i < linesPerReport && written < lines; i++, written++) {
                value.append(i == 0 ? "" : ",").append(line(random, written, appendMillis));
            }
            byte[] bytes = value.append(']').toString().getBytes(UTF_8);
            Map<String, String> headers = Map.of(
                    "gateway",
                    gateways[partition],
                    "sequence",
                    Long.toString(report),
                    "signature",
                    sign(keys[partition], digest.digest(Hex.bytes(gateways[partition]), report, sha256(bytes))));
            usage.write(UsageJsonLines.write(
                    new UsageLogRecord(partition, report / partitions, appendMillis, headers, bytes)));
            usage.newLine();
        }
    }

    private String line(Random random, long number, long appendMillis) {
        // The lower of several draws: some models are used far more than others, as in life.
        int popular = (int) (models * Math.pow(random.nextDouble(), 4));
        String model = random.nextInt(1_000) < unknownInAThousand ? hash("nobody's") : model(popular);
        String time = unknownInAThousand == 1_000
                ? "2020-01-01T00:00:00Z"
                : Instant.ofEpochMilli(appendMillis - random.nextInt(5_000)).toString();
        return ("{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"/gateways/large\",\"type\":\"ai.inference.usage.v1\","
                        + "\"subject\":\"%s\",\"time\":\"%s\",\"data\":{\"payer\":\"%s\",\"calls\":1,\"inputTokens\":%d,"
                        + "\"outputTokens\":%d,\"latencyMillis\":655,\"outcome\":\"ok\"}}")
                .formatted(
                        number,
                        model,
                        time,
                        address("payer " + random.nextInt(payers)),
                        random.nextInt(2_000),
                        random.nextInt(500));
    }

    private static String sign(byte[] key, byte[] digest) {
        byte[] compact = Secp256k1.get().sign(digest, key);
        byte[] publicKey = Secp256k1.get().pubkeyCreate(key);
        boolean even = Arrays.equals(Secp256k1.get().ecdsaRecover(compact, digest, 0), publicKey);
        byte[] signature = Arrays.copyOf(compact, 65);
        signature[64] = (byte) (even ? 27 : 28);
        return Hex.of(signature);
    }

    private static String addressOf(byte[] key) {
        byte[] publicKey = Secp256k1.get().pubkeyCreate(key);
        byte[] hash = Keccak.hash(Arrays.copyOfRange(publicKey, 1, publicKey.length));
        return Hex.of(Arrays.copyOfRange(hash, 12, 32));
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String model(int number) {
        return hash("model " + number);
    }

    private static String address(String name) {
        return hash(name).substring(0, 42);
    }

    private static String hash(String text) {
        return Hex.of(Keccak.hash(text.getBytes(UTF_8)));
    }
}
