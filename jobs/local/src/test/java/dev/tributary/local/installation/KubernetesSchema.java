package dev.tributary.local.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the API server would refuse: fields that a kind does not have, fields that it needs. From Kubernetes' own models,
 * and from the schema that the Flink operator installs.
 */
final class KubernetesSchema {
    private static final String FLINK_DEPLOYMENT = "flink.apache.org/v1beta1 FlinkDeployment";
    private static final String FLINK_SCHEMA = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
    /** The newest operator on Maven Central is older than this version of Flink; the ones after it know it. */
    private static final String NEWER_FLINK = "v2_2";

    private interface Model {
        void validate(JsonElement resource) throws IOException;
    }

    private static final Map<String, Model> MODELS = Map.of(
            "v1 ConfigMap", V1ConfigMap::validateJsonElement,
            "v1 PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "batch/v1 CronJob", V1CronJob::validateJsonElement,
            "batch/v1 Job", V1Job::validateJsonElement,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private final Schema flinkDeployment;

    private KubernetesSchema(Schema flinkDeployment) {
        this.flinkDeployment = flinkDeployment;
    }

    static KubernetesSchema load() throws IOException {
        try (InputStream yaml = KubernetesSchema.class.getResourceAsStream(FLINK_SCHEMA)) {
            String text = new String(Objects.requireNonNull(yaml, FLINK_SCHEMA).readAllBytes(), StandardCharsets.UTF_8);
            ObjectNode schema = (ObjectNode) YamlFile.parse(text).at("/spec/versions/0/schema/openAPIV3Schema");
            close(schema);
            ObjectNode properties = (ObjectNode) schema.get("properties");
            List.of("apiVersion", "kind")
                    .forEach(name -> properties.putObject(name).put("type", "string"));
            properties.putObject("metadata").put("type", "object");
            ((ArrayNode) schema.at("/properties/spec/properties/flinkVersion/enum")).add(NEWER_FLINK);
            return new KubernetesSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema.toString(), InputFormat.JSON));
        }
    }

    /** The API server drops unknown fields, or refuses them; to us they are mistakes. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(KubernetesSchema::close);
    }

    /** What is wrong with a resource; empty when nothing is. */
    List<String> errors(JsonNode resource) {
        String kind = resource.path("apiVersion").asText() + " "
                + resource.path("kind").asText();
        if (kind.equals(FLINK_DEPLOYMENT)) {
            return flinkDeployment.validate(resource.toString(), InputFormat.JSON).stream()
                    .map(Error::toString)
                    .toList();
        }
        Model model = MODELS.get(kind);
        if (model == null) {
            return List.of("no schema for " + kind);
        }
        try {
            model.validate(JsonParser.parseString(resource.toString()));
            return List.of();
        } catch (IOException | IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
