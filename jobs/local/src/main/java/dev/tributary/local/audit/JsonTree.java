package dev.tributary.local.audit;

import java.util.List;
import java.util.Map;

/** A JSON document as a tree; integers keep their literal, so that nothing is lost to a number type. */
sealed interface JsonTree {
    record JsonObject(Map<String, JsonTree> members) implements JsonTree {}

    record JsonArray(List<JsonTree> elements) implements JsonTree {}

    record JsonText(String text) implements JsonTree {
        int codePoints() {
            return text.codePointCount(0, text.length());
        }
    }

    /** @param literal without fraction and exponent, such as {@code -0} or {@code 374} */
    record JsonInteger(String literal) implements JsonTree {}

    /** Anything else: another number, true, false or null. */
    record JsonScalar(String literal) implements JsonTree {}
}
