package dev.tributary.settlement.rules;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A node's answer to signed bytes.
 *
 * @param words for people
 */
public record SendAnswer(SendVerdict verdict, String words) {
    // Clients have no codes for these, each has its own words: Geth, Erigon, Reth, Nethermind, Besu, OpenEthereum,
    // anvil.
    private static final Pattern KNOWN = Pattern.compile("\\balready ?(known|imported)|\\bknown transaction");
    private static final Pattern UNFUNDED = Pattern.compile(
            "insufficient ?(funds|balance)|enough (funds|balance)|exceeds (the )?(account )?balance|balance is .*less than");
    private static final Pattern UNDERPRICED = Pattern.compile(
            "underpriced|fee ?too ?low|(fee|price)\\b.*\\b(too low|less than|lower than|below)|increas\\w+ the gas price"
                    + "|could not replace|replacement ?not ?allowed");

    public static SendAnswer accepted() {
        return new SendAnswer(SendVerdict.ACCEPTED, "accepted");
    }

    public static SendAnswer none(String why) {
        return new SendAnswer(SendVerdict.UNANSWERED, "no answer: " + why);
    }

    /** @param reason the node's own words; unknown ones are a refusal that no fee mends */
    public static SendAnswer refused(String reason) {
        return new SendAnswer(verdict(reason.toLowerCase(Locale.ROOT)), "refused: " + reason);
    }

    private static SendVerdict verdict(String reason) {
        if (KNOWN.matcher(reason).find()) {
            return SendVerdict.ACCEPTED;
        }
        // Before the price: what is not held is told as "less than" the price.
        if (UNFUNDED.matcher(reason).find()) {
            return SendVerdict.UNFUNDED;
        }
        return UNDERPRICED.matcher(reason).find() ? SendVerdict.UNDERPRICED : SendVerdict.REFUSED;
    }
}
