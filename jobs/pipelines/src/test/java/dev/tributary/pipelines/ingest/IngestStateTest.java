package dev.tributary.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The bytes of released state versions stay readable; the fixtures are never edited. */
final class IngestStateTest {
    private static final EvmLogSplit SPLIT = new EvmLogSplit(121, "0x" + "ab".repeat(32), 57);
    private static final EvmLogSplitSerializer SPLITS = new EvmLogSplitSerializer();
    private static final EvmLogEnumeratorStateSerializer ENUMERATORS = new EvmLogEnumeratorStateSerializer();

    @Test
    void aSplitOfVersionOneIsRestored() throws IOException {
        assertThat(SPLITS.deserialize(1, fixture("evm-log-split-v1.hex"))).isEqualTo(SPLIT);
        assertThat(SPLITS.serialize(SPLIT)).isEqualTo(fixture("evm-log-split-v1.hex"));
    }

    @Test
    void anEnumeratorOfVersionOneIsRestored() throws IOException {
        EvmLogEnumeratorState assigned = new EvmLogEnumeratorState(true);
        assertThat(ENUMERATORS.deserialize(1, fixture("evm-log-enumerator-v1.hex")))
                .isEqualTo(assigned);
        assertThat(ENUMERATORS.serialize(assigned)).isEqualTo(fixture("evm-log-enumerator-v1.hex"));
        assertThat(ENUMERATORS.deserialize(1, ENUMERATORS.serialize(new EvmLogEnumeratorState(false))))
                .isEqualTo(new EvmLogEnumeratorState(false));
    }

    @Test
    void aVersionFromTheFutureIsRefused() {
        assertThatThrownBy(() -> SPLITS.deserialize(2, new byte[0])).hasMessageContaining("version 2");
        assertThatThrownBy(() -> ENUMERATORS.deserialize(2, new byte[1])).hasMessageContaining("version 2");
    }

    private static byte[] fixture(String name) throws IOException {
        try (InputStream hex = IngestStateTest.class.getResourceAsStream("/state/" + name)) {
            String text = new String(Objects.requireNonNull(hex, name).readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.strip());
        }
    }
}
