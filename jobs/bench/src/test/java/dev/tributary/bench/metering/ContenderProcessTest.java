package dev.tributary.bench.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

final class ContenderProcessTest {
    @Test
    void whatTheJavaRuntimeSaysOnTheSameOutputIsNoAnswer() throws IOException {
        BufferedReader output = new BufferedReader(
                new StringReader("[26.2s][warning][os] large pages are not there\n\n{\"a\":1}\n{\"b\":2}\n"));
        assertThat(ContenderProcess.nextAnswer(output)).isEqualTo("{\"a\":1}");
        assertThat(ContenderProcess.nextAnswer(output)).isEqualTo("{\"b\":2}");
        assertThat(ContenderProcess.nextAnswer(output)).isNull();
    }
}
