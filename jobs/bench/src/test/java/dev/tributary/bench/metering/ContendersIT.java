package dev.tributary.bench.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.EmbeddedKafka;
import dev.tributary.pipelines.metering.UsageRecord;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark on few lines: whoever is measured must find what the generator put in. */
final class ContendersIT {
    private static final Workload WORKLOAD = new Workload(3, 10_000, 200, 12, false, 4, 4);
    private static final int PARALLELISM = 2;

    private static EmbeddedKafka kafka;
    private static Inputs inputs;
    private static Sums expected;

    @BeforeAll
    static void generate(@TempDir Path directory) throws Exception {
        System.setProperty("tributary.home", "../..");
        kafka = EmbeddedKafka.start();
        inputs = new Inputs(directory);
        try (Logs logs = new Logs(kafka, WORKLOAD)) {
            expected = inputs.generate(WORKLOAD, logs);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void theJobOverKafkaSealsAndPaysWhatWasGenerated() throws Exception {
        assertExact(royalty(new KafkaSources(WORKLOAD, kafka.bootstrapServers()), inputs.revenueMicro()));
    }

    @Test
    void theJobOverMemorySealsAndPaysWhatWasGenerated() throws Exception {
        List<UsageRecord> usage = UsageFile.read(inputs.usage());
        assertExact(royalty(new MemorySources("test", WORKLOAD, usage, inputs.readChain()), inputs.revenueMicro()));
    }

    @Test
    void withItsStateInRocksDbTheJobPaysTheSame() throws Exception {
        KafkaSources sources = new KafkaSources(WORKLOAD, kafka.bootstrapServers());
        assertExact(royalty(sources, inputs.revenueMicro(), StateKind.ROCKSDB));
    }

    @Test
    void theLoopFindsTheSameSums() throws Exception {
        assertExact(new LoopContender(WORKLOAD, kafka.bootstrapServers(), Logs.REPORTS));
    }

    @Test
    void flinkSqlFindsTheSameSums() throws Exception {
        assertExact(new SqlContender(
                kafka.bootstrapServers(), Logs.REPORTS, PARALLELISM, inputs.checkpoints(), StateKind.HASHMAP));
    }

    @Test
    void aJobThatPaysAnotherAmountHasNoFigures() throws Exception {
        BigInteger tooLittle = inputs.revenueMicro().subtract(BigInteger.ONE);
        RoyaltyContender job = royalty(new KafkaSources(WORKLOAD, kafka.bootstrapServers()), tooLittle);
        assertThatThrownBy(job::run).hasMessageContaining("the royalty job is wrong: revenue");
    }

    private static RoyaltyContender royalty(RoyaltyContender.Sources sources, BigInteger revenueMicro) {
        return royalty(sources, revenueMicro, StateKind.HASHMAP);
    }

    private static RoyaltyContender royalty(
            RoyaltyContender.Sources sources, BigInteger revenueMicro, StateKind state) {
        return new RoyaltyContender(
                WORKLOAD,
                sources,
                revenueMicro,
                PARALLELISM,
                inputs.checkpoints(),
                state,
                RoyaltyContender.Profiler.NONE);
    }

    private static void assertExact(Contender contender) throws Exception {
        Round round = contender.run();
        assertThat(round.lines()).isEqualTo(WORKLOAD.lines());
        assertThat(round.digest()).isEqualTo(expected.digest());
    }
}
