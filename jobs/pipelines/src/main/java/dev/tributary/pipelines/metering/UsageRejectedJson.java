package dev.tributary.pipelines.metering;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refusal as {@code usage.rejected.v1} has it: what is not known is left out. */
public final class UsageRejectedJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private UsageRejectedJson() {}

    /** One JSON object in UTF-8, without a line break. */
    public static byte[] write(UsageRejected rejected) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            write(json, rejected);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, UsageRejected rejected) throws IOException {
        json.writeNumberField("lines", rejected.lines());
        json.writeStringField("reason", rejected.reason());
        json.writeStringField("detail", rejected.detail());
        writeIfKnown(json, "topic", rejected.topic());
        writeIfKnown(json, "partition", rejected.partition());
        writeIfKnown(json, "offset", rejected.offset());
        writeIfKnown(json, "gateway", rejected.gateway());
        writeIfKnown(json, "sequence", rejected.sequence());
        writeIfKnown(json, "index", rejected.index());
        writeIfKnown(json, "id", rejected.id());
        writeIfKnown(json, "model", rejected.model());
        writeIfKnown(json, "payer", rejected.payer());
        writeIfKnown(json, "pass", rejected.pass());
        writeInstantIfKnown(json, "minute", rejected.minuteStartMillis());
        writeInstantIfKnown(json, "period", rejected.periodStartMillis());
        Quantities quantities = rejected.quantities();
        if (quantities != null) {
            write(json, quantities);
        }
        RefusedAmount amount = rejected.amount();
        if (amount != null) {
            json.writeObjectFieldStart("amount");
            json.writeStringField("token", amount.token());
            json.writeStringField("micro", amount.micro().toString());
            json.writeEndObject();
        }
        writeIfKnown(json, "text", rejected.text());
        byte[] bytes = rejected.bytes();
        if (bytes != null) {
            json.writeBinaryField("bytes", bytes);
        }
    }

    private static void write(JsonGenerator json, Quantities quantities) throws IOException {
        json.writeObjectFieldStart("quantities");
        write(json, "calls", quantities.calls());
        write(json, "inputTokens", quantities.inputTokens());
        write(json, "outputTokens", quantities.outputTokens());
        write(json, "computeMillis", quantities.computeMillis());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, BigInteger quantity) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(quantity);
    }

    private static void writeInstantIfKnown(JsonGenerator json, String name, @Nullable Long millis) throws IOException {
        writeIfKnown(
                json, name, millis == null ? null : Instant.ofEpochMilli(millis).toString());
    }

    private static void writeIfKnown(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private static void writeIfKnown(JsonGenerator json, String name, @Nullable Number number) throws IOException {
        if (number != null) {
            json.writeNumberField(name, number.longValue());
        }
    }
}
