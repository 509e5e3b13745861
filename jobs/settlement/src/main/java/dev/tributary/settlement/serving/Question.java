package dev.tributary.settlement.serving;

import dev.tributary.domain.money.Hex;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request asks for, checked before anything is looked up. */
final class Question {
    private static final int SHOWN = 80;
    private static final String WHOLE_NUMBER = "[1-9][0-9]{0,17}";

    private final Context context;

    /** @param known the query parameters that may be given, each once */
    Question(Context context, String... known) {
        this.context = context;
        Set<String> names = Set.copyOf(Arrays.asList(known));
        context.queryParamMap().forEach((name, values) -> {
            if (!names.contains(name)) {
                throw new Failure(
                        FailureCode.INVALID_PARAMETER,
                        "'" + shown(name) + "' is not known here.",
                        names.isEmpty() ? "Leave it out." : "Use " + String.join(", ", names) + ", or none.");
            }
            if (values.size() != 1) {
                throw new Failure(
                        FailureCode.INVALID_PARAMETER,
                        "'" + name + "' is given " + values.size() + " times.",
                        "Give it once.");
            }
        });
    }

    /** Of the path, in lower case. */
    String account() {
        return address(context.pathParam("account"));
    }

    /** Of the path, in lower case. */
    String payer() {
        return address(context.pathParam("payer"));
    }

    /** Of the path, in lower case. */
    String model() {
        String model = context.pathParam("model").toLowerCase(Locale.ROOT);
        if (!model.matches("0x[0-9a-f]{64}")) {
            throw new Failure(
                    FailureCode.INVALID_MODEL_ID,
                    "'" + shown(model) + "' is no model id.",
                    "Give 0x and 64 hex digits.");
        }
        return model;
    }

    /** Of the path. */
    long epoch() {
        String epoch = context.pathParam("epoch");
        if (!epoch.matches(WHOLE_NUMBER)) {
            throw new Failure(
                    FailureCode.INVALID_EPOCH,
                    "'" + shown(epoch) + "' is no epoch.",
                    "Epochs are numbered 1, 2, 3 ...; /v1/epochs lists them.");
        }
        return Long.parseLong(epoch);
    }

    /** A query parameter; null when it is not given. */
    @Nullable
    String token() {
        String token = context.queryParam("token");
        return token == null ? null : address(token);
    }

    long number(String name, long otherwise, long most) {
        String value = context.queryParam(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches(WHOLE_NUMBER) || Long.parseLong(value) > most) {
            throw new Failure(
                    FailureCode.INVALID_PARAMETER,
                    "'" + name + "' cannot be '" + shown(value) + "'.",
                    "Give a whole number from 1 to " + most + ".");
        }
        return Long.parseLong(value);
    }

    private static String address(String text) {
        String address = text.toLowerCase(Locale.ROOT);
        if (!Hex.isAddress(address)) {
            throw new Failure(
                    FailureCode.INVALID_ADDRESS, "'" + shown(text) + "' is no address.", "Give 0x and 40 hex digits.");
        }
        return address;
    }

    /** Nobody sends us long texts to read back. */
    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
