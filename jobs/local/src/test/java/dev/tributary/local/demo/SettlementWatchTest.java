package dev.tributary.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.Deployment;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.trace.TraceConfig;
import dev.tributary.settlement.verification.VerificationConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettlementWatchTest {
    private static final String ADDRESS = "0x" + "7c".repeat(20);
    private static final DemoOptions OPTIONS = new DemoOptions(1, 20_000, 12_000, null, null, null, true, Path.of("."));

    private static Deployment deployment() {
        Map<String, String> contracts = new HashMap<>();
        for (String name : List.of(
                Deployment.MODEL_REGISTRY,
                Deployment.GATEWAY_REGISTRY,
                Deployment.ROYALTY_VAULT,
                Deployment.VERIFICATION_ORACLE,
                Deployment.MARKETPLACE,
                Deployment.ACCESS_PASS)) {
            contracts.put(name, ADDRESS);
        }
        return new Deployment(31_337, 5, contracts);
    }

    /** The command refuses what it does not know, and what it lacks: the file of a kept demo has all of it and no more. */
    @Test
    void theSettingsOfAKeptDemoAreThoseThatTraceAndVerifyBatchNeed() {
        Map<String, String> file = new HashMap<>(SettlementWatch.rules(deployment(), OPTIONS));
        file.putAll(Map.of(
                "chain.id", "31337",
                "contract.royalty-vault", ADDRESS,
                "chain.rpc-url", "http://127.0.0.1:1",
                "kafka.bootstrap-servers", "127.0.0.1:1"));
        Settings settings = Settings.of(file, Map.of(), SettlementConfig.KEYS);

        TraceConfig trace = TraceConfig.from(settings, 31_337, true);
        assertThat(trace.bootstrapServers()).isEqualTo("127.0.0.1:1");
        assertThat(trace.metering().partitions()).isEqualTo(DemoOptions.USAGE_PARTITIONS);
        assertThat(trace.metering().periodMillis()).isEqualTo(12_000);
        VerificationConfig verification = VerificationConfig.from(settings);
        assertThat(verification.rules().booking())
                .isEqualTo(new BookingRule(DemoOptions.GRAIN_MILLIS, 12_000, DemoOptions.GRACE_MILLIS));
        assertThat(verification.firstBlock()).isEqualTo(5);
    }
}
