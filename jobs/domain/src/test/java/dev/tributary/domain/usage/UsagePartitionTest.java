package dev.tributary.domain.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.money.Hex;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

final class UsagePartitionTest {
    @Test
    void aGatewayLandsWhereKafkasOwnPartitionerPutsIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            String gateway = Hex.of(bytes);
            int partitions = random.nextInt(1, 64);
            assertThat(UsagePartition.of(gateway, partitions))
                    .as("seed %d, gateway %s", seed, gateway)
                    .isEqualTo(Utils.toPositive(Utils.murmur2(gateway.getBytes(UTF_8))) % partitions);
        }
    }

    @Test
    void everyLengthHashesLikeKafka() {
        for (int length = 0; length < 12; length++) {
            byte[] bytes = "abcdefghijkl".substring(0, length).getBytes(UTF_8);
            assertThat(UsagePartition.murmur2(bytes)).isEqualTo(Utils.murmur2(bytes));
        }
    }
}
