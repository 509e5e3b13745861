package dev.tributary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStackIT {
    private static final Path CONTRACTS = Path.of("../../contracts");

    @Test
    void everyPartStartsWithAnAddressAndNothingIsLeftBehind() {
        Set<Long> before = processes();
        List<Service> services = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        DatabaseLogin login;
        try (LocalStack stack = LocalStack.start(new LocalStack.Options(CONTRACTS, 1, 1), services::add)) {
            login = stack.database().login(DatabaseRole.JOBS);
            stack.open("first", () -> () -> stopped.add("first"));
            stack.open("second", () -> () -> stopped.add("second"));
            assertThat(services).extracting(Service::name).containsExactly("PostgreSQL", "Kafka", "Chain", "Flink");
            assertThat(services).extracting(Service::address).doesNotContain("");
            assertThat(processes()).hasSizeGreaterThan(before.size());
        }
        assertThat(stopped).containsExactly("second", "first");
        assertThat(processes()).isEqualTo(before);
        assertThatThrownBy(login::connect).hasMessageContaining("refused");
    }

    @Test
    void aPartThatDoesNotStartStopsTheOthers(@TempDir Path noContracts) {
        Set<Long> before = processes();
        List<Service> services = new ArrayList<>();
        assertThatThrownBy(() -> LocalStack.start(new LocalStack.Options(noContracts, 1, 1), services::add))
                .isInstanceOf(DevChainException.class);
        assertThat(services).extracting(Service::name).containsExactly("PostgreSQL", "Kafka");
        assertThat(processes()).isEqualTo(before);
    }

    /** PostgreSQL's are not among them: its starter ends and leaves it to itself. */
    private static Set<Long> processes() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}
