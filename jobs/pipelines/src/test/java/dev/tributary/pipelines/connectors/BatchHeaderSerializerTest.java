package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.settlement.BatchHeader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BatchHeaderSerializerTest {
    private static final BatchHeader HEADER =
            SealedPeriods.header(3, SealedPeriods.line(500_000, 1, 7), SealedPeriods.line(500_000, 2, Long.MAX_VALUE));

    private final BatchHeaderSerializer serializer = new BatchHeaderSerializer();

    @Test
    void headersOfVersionOneStayReadable() throws IOException {
        assertThat(serializer.deserialize(1, fixture())).isEqualTo(HEADER);
    }

    @Test
    void theFormDoesNotChangeWithoutANewVersion() throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(serializer.serialize(HEADER)))
                .isEqualTo(HexFormat.of().formatHex(fixture()));
    }

    @Test
    void aVersionOfTheFutureIsRefused() {
        assertThatThrownBy(() -> serializer.deserialize(2, fixture()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("COMMITTABLE_VERSION_UNKNOWN");
    }

    private static byte[] fixture() throws IOException {
        try (InputStream in = BatchHeaderSerializerTest.class.getResourceAsStream("/state/batch-header-v1.hex")) {
            return HexFormat.of().parseHex(new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII).strip());
        }
    }
}
