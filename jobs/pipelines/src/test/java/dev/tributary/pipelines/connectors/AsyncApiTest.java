package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.pipelines.TopicSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue is an AsyncAPI document, and its examples are what it says. */
@SuppressWarnings("NullAway.Init") // read before every test
final class AsyncApiTest {
    private JsonNode catalogue;

    @BeforeEach
    void read() throws IOException {
        catalogue = TopicMessage.catalogue();
    }

    @Test
    void itKeepsToTheSpecificationThatItNames() throws IOException {
        assertThat(catalogue.path("asyncapi").textValue()).isEqualTo("3.0.0");
        assertThat(TopicSchema.ofAsyncApi().violations(catalogue.toString())).isEmpty();
    }

    @Test
    void whatTheSpecificationForbidsIsSeen() throws IOException {
        String broken = catalogue.toString().replace("\"action\":\"send\"", "\"action\":\"shout\"");
        assertThat(TopicSchema.ofAsyncApi().violations(broken)).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(catalogue, references);
        assertThat(references).hasSizeGreaterThan(8);
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertThat(catalogue.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(TopicSchema.class.getResource("/dev/tributary/schemas/" + reference))
                        .as(reference)
                        .isNotNull();
            }
        }
    }

    private static void collect(JsonNode node, List<String> references) {
        node.properties().forEach(member -> {
            if (member.getKey().equals("$ref")) {
                references.add(member.getValue().textValue());
            }
        });
        node.forEach(child -> collect(child, references));
    }

    @Test
    void everyMessageHasExamplesThatKeepToItsSchemas() throws IOException {
        for (var message : catalogue.at("/components/messages").properties()) {
            JsonNode examples = message.getValue().path("examples");
            assertThat(examples).as(message.getKey()).isNotEmpty();
            for (JsonNode example : examples) {
                check(message.getValue(), example);
            }
        }
    }

    private static void check(JsonNode message, JsonNode example) throws IOException {
        TopicMessage asked = new TopicMessage(message);
        assertThat(asked.ofPayload(example.path("payload").toString())).isEmpty();
        JsonNode headers = example.path("headers");
        assertThat(asked.ofHeaders(headers.isMissingNode() ? JsonNodeFactory.instance.objectNode() : headers))
                .isEmpty();
    }

    /** Only what others write too may hold more than its schema names. */
    @ParameterizedTest
    @ValueSource(strings = {"usage.rejected.v1", "chain.events.v1"})
    void aMisspeltMemberIsSeenInWhatOnlyTheJobsWrite(String topic) throws IOException {
        TopicSchema schema = TopicSchema.of(topic);
        ObjectMapper json = new ObjectMapper();
        for (String example : schema.examples()) {
            for (var member : json.readTree(example).properties()) {
                ObjectNode misspelt = (ObjectNode) json.readTree(example);
                misspelt.set(member.getKey() + "s", misspelt.get(member.getKey()));
                assertThat(schema.violations(misspelt.toString()))
                        .as(misspelt.toString())
                        .isNotEmpty();
                if (member.getValue().isObject()) {
                    ((ObjectNode) misspelt.remove(member.getKey() + "s")).put("misspelt", 1);
                    assertThat(schema.violations(misspelt.toString()))
                            .as(misspelt.toString())
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void aReportMayHoldMoreThanIsReadOfIt() throws IOException {
        TopicSchema schema = TopicSchema.of("usage.reported.v1");
        String extended =
                schema.examples().get(0).replace("\"specversion\"", "\"traceparent\":\"00-1\",\"specversion\"");
        assertThat(schema.violations(extended)).isEmpty();
    }

    @Test
    void theRefusalThatItShowsIsOneOfTheSchemas() throws IOException {
        JsonNode shown = catalogue.at("/components/messages/usageRejected/examples/0/payload");
        assertThat(TopicSchema.of("usage.rejected.v1").examples()).contains(shown.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage.reported.v1", "usage.rejected.v1", "chain.events.v1"})
    void everySchemaHasExamplesThatKeepToIt(String topic) throws IOException {
        TopicSchema schema = TopicSchema.of(topic);
        assertThat(schema.examples()).isNotEmpty().allSatisfy(example -> assertThat(schema.violations(example))
                .isEmpty());
    }
}
