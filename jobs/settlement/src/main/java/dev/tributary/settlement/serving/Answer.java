package dev.tributary.settlement.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How answers are sent: with a tag, so that who asks again for what has not changed gets nothing but that. */
final class Answer {
    /** May be kept, but asked for again before each use. */
    static final String REVALIDATE = "no-cache";
    /** Never changes again. */
    static final String FOR_EVER = "public, max-age=31536000, immutable";

    static final String LIVE = "no-store";

    private static final int NOT_MODIFIED = 304;
    private static final int TAG_BYTES = 16;

    private Answer() {}

    static void json(Context context, String json, String caching) {
        context.header("Cache-Control", caching);
        if (!caching.equals(LIVE) && isKnown(context, tag(json))) {
            return;
        }
        context.contentType("application/json").result(json);
    }

    /** Sets the tag; true when the asker has it already, and the answer is done. */
    static boolean isKnown(Context context, String tag) {
        context.header("ETag", tag);
        if (!matches(context.header("If-None-Match"), tag)) {
            return false;
        }
        context.status(NOT_MODIFIED);
        return true;
    }

    private static boolean matches(@Nullable String wanted, String tag) {
        return wanted != null
                && Arrays.stream(wanted.split(",", -1))
                        .map(String::trim)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(one -> one.equals(tag) || one.equals("*"));
    }

    private static String tag(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
            return "\"" + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
