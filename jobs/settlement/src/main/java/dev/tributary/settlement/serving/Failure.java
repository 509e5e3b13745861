package dev.tributary.settlement.serving;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is answered with a problem (RFC 9457). The message says why, the remedy what to do. */
public final class Failure extends RuntimeException {
    public static final String CONTENT_TYPE = "application/problem+json";
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FailureCode code;
    private final String remedy;

    public Failure(FailureCode code, String detail, String remedy) {
        super(detail);
        this.code = code;
        this.remedy = remedy;
    }

    public FailureCode code() {
        return code;
    }

    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", "urn:tributary:problem:" + code);
        json.put("title", code.title());
        json.put("status", code.status());
        json.put("detail", getMessage());
        json.put("code", code.name());
        json.put("remedy", remedy);
        return json.toString();
    }
}
