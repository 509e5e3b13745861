package dev.tributary.local.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** One accepted contract event. */
record ChainFact(
        long ordinal, BigInteger timestampSeconds, String contract, String address, String event, JsonNode args) {
    boolean is(String expectedContract, String expectedEvent) {
        return contract.equals(expectedContract) && event.equals(expectedEvent);
    }

    String text(String name) {
        return args.required(name).asText();
    }

    BigInteger integer(String name) {
        return new BigInteger(text(name));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        args.required(name).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    List<BigInteger> integers(String name) {
        return texts(name).stream().map(BigInteger::new).toList();
    }
}
