package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class WaitingPackTest {
    private static final Path PAGE = Path.of("../../docs/capacity.md");
    private static final BigInteger[] AMOUNTS = {
        BigInteger.ONE, BigInteger.valueOf(Long.MAX_VALUE), BigInteger.ONE.shiftLeft(63), BigInteger.ONE.shiftLeft(300)
    };

    @Test
    void whatIsPackedIsFoundAgain() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<WaitingCharge> charges = new ArrayList<>();
            for (int i = random.nextInt(50); i > 0; i--) {
                charges.add(new WaitingCharge(
                        7,
                        random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(60),
                        "m" + random.nextInt(200),
                        random.nextBoolean()
                                ? AMOUNTS[random.nextInt(AMOUNTS.length)]
                                : BigInteger.valueOf(random.nextInt(1_000))));
            }
            assertThat(WaitingPack.of(charges).charges(7, new TextTable()))
                    .as("seed %d", seed)
                    .isEqualTo(charges);
        }
    }

    @Test
    void aWaitingChargeTakesWhatThePageSays() throws Exception {
        List<WaitingCharge> charges = new ArrayList<>();
        for (int minute = 29_580_000; minute < 29_580_060; minute++) {
            for (int model = 0; model < 100; model++) {
                charges.add(new WaitingCharge(
                        493_000, minute, String.format("0x%064x", model), BigInteger.valueOf(1_000_000L + model)));
            }
        }
        DataOutputSerializer out = new DataOutputSerializer(256);
        TypeInformation.of(WaitingPack.class)
                .createSerializer(new SerializerConfigImpl())
                .serialize(WaitingPack.of(charges), out);
        Matcher row =
                Pattern.compile("\\| `state_bytes_waiting` \\| ([0-9]+) \\|").matcher(Files.readString(PAGE));
        assertThat(row.find()).isTrue();
        assertThat((out.length() + charges.size() - 1) / charges.size()).isEqualTo(Integer.parseInt(row.group(1)));
    }
}
