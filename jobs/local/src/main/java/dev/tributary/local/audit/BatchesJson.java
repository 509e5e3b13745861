package dev.tributary.local.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Writes an audit in the form of {@code batches.json}. */
public final class BatchesJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchesJson() {}

    public static ObjectNode of(AuditResult result) {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode batches = document.putArray("batches");
        result.batches().forEach(batch -> batches.add(of(batch)));
        document.set("lines", of(result.lines()));
        return document;
    }

    private static ObjectNode of(AuditedBatch batch) {
        ObjectNode node = JSON.createObjectNode();
        node.put("epoch", batch.epoch());
        node.put("periodStart", Instant.ofEpochMilli(batch.periodStartMillis()).toString());
        node.put("periodEnd", Instant.ofEpochMilli(batch.periodEndMillis()).toString());
        ArrayNode lines = node.putArray("lines");
        for (AuditedLine line : batch.lines()) {
            lines.addObject()
                    .put("token", line.token())
                    .put("account", line.account())
                    .put("numerator", line.numerator().toString())
                    .put("cumulative", line.cumulative().toString());
        }
        positions(node.putArray("suspense"), batch.suspense(), "model", "numerator");
        positions(node.putArray("unfunded"), batch.unfunded(), "payer", "micro");
        positions(node.putArray("balances"), batch.balances(), "payer", "micro");
        return node.put("root", batch.root());
    }

    private static void positions(ArrayNode nodes, List<Position> positions, String holder, String amount) {
        for (Position position : positions) {
            nodes.addObject()
                    .put("token", position.token())
                    .put(holder, position.holder())
                    .put(amount, position.amount().toString());
        }
    }

    /** The {@code lines} object; with {@code pending} only while something is. */
    public static ObjectNode of(LineAccounts accounts) {
        ObjectNode node = JSON.createObjectNode();
        node.put("reported", accounts.reported());
        node.put("counted", accounts.counted());
        node.put("duplicate", accounts.duplicate());
        ObjectNode rejected = node.putObject("rejected");
        accounts.rejected().forEach(rejected::put);
        if (accounts.pending() > 0) {
            node.put("pending", accounts.pending());
        }
        return node;
    }
}
