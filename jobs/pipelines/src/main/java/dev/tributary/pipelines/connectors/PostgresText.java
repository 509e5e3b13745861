package dev.tributary.pipelines.connectors;

/**
 * Text as PostgreSQL takes it. It stores neither the zero character nor half of a surrogate pair, and both can be sent by
 * anyone who may report usage or register a model; a row that is refused would stop the job for ever. U+FFFD stands in
 * their place; the log keeps what was sent.
 */
final class PostgresText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String ESCAPED_ZERO = "u0000";
    private static final String ESCAPED_REPLACEMENT = "ufffd";

    private PostgresText() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                out.append(c).append(text.charAt(++at));
            } else {
                out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return out.toString();
    }

    /** The same for JSON, in which the zero character is escaped; halves of a pair are not, by those who write it here. */
    static String ofJson(String json) {
        StringBuilder out = new StringBuilder(json.length());
        String text = of(json);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            out.append(c);
            if (c == '\\') {
                boolean isZero = text.startsWith(ESCAPED_ZERO, at + 1);
                String escape = isZero ? ESCAPED_REPLACEMENT : text.substring(at + 1, at + 2);
                out.append(escape);
                at += escape.length();
            }
        }
        return out.toString();
    }
}
