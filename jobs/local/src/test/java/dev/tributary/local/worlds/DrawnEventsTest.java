package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the contracts can tell, the worlds tell. */
final class DrawnEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WORLDS = 100;
    /** Why the events of a contract need not be drawn. */
    private static final Map<String, String> EXEMPT =
            Map.of("TestToken", "a token for tests: the chain's log holds no event of a token");

    @Test
    void everyEventOfEveryContractIsDrawn() throws IOException {
        Set<String> drawn = drawn();
        for (String contract : contracts()) {
            for (ContractEvent event : ContractEvent.of(contract)) {
                assertThat(EXEMPT.containsKey(contract) || drawn.contains(event.key()))
                        .as("%s is drawn, or its contract is exempt for a reason", event.key())
                        .isTrue();
            }
        }
    }

    @Test
    void thoseThatMatterAreEventsOfTheContracts() {
        assertThat(ContractEvent.all()).extracting(ContractEvent::key).containsAll(Bystanders.THAT_MATTER);
    }

    private static List<String> contracts() throws IOException {
        try (Stream<Path> abis = Files.list(ContractEvent.ABIS)) {
            return abis.map(abi -> abi.getFileName().toString().replace(".json", ""))
                    .toList();
        }
    }

    private static Set<String> drawn() throws IOException {
        Set<String> drawn = new HashSet<>();
        for (long seed : LongStream.rangeClosed(1, WORLDS).toArray()) {
            for (String text : Worlds.of(seed).chain()) {
                JsonNode event = JSON.readTree(text);
                String contract = event.path("contract").asText();
                if (event.path("address").asText().equals(ChainScript.CONTRACTS.get(contract))) {
                    drawn.add(contract + "." + event.path("event").asText());
                }
            }
        }
        return drawn;
    }
}
