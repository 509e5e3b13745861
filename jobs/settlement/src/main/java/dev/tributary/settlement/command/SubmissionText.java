package dev.tributary.settlement.command;

import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.rules.SendAnswer;
import java.util.Map;
import java.util.TreeMap;

/** What people see of one of the settlement's transactions. */
final class SubmissionText {
    private SubmissionText() {}

    static String describe(OutboundTransaction transaction) {
        Attempt newest = transaction.newestAttempt();
        SendAnswer answer = newest.lastAnswer();
        return "transaction " + transaction.describe() + " is " + transaction.state() + "  attempt " + newest.number()
                + " at " + newest.fees().maxFeePerGas() + " wei per gas, sent " + newest.sends() + " times  "
                + newest.hash()
                + (answer == null ? "" : System.lineSeparator() + "  the node's last answer: " + answer.words());
    }

    /** Wei as text: they are too large for most readers of JSON. */
    static Map<String, Object> json(OutboundTransaction transaction) {
        Attempt newest = transaction.newestAttempt();
        Map<String, Object> json = new TreeMap<>();
        json.put("sender", transaction.sender());
        json.put("nonce", transaction.nonce());
        json.put("purpose", transaction.purpose().name());
        json.put("epoch", transaction.epoch());
        json.put("revision", transaction.revision());
        json.put("state", transaction.state().name());
        json.put("hash", newest.hash());
        json.put("attempts", newest.number());
        json.put("maxFeePerGasWei", newest.fees().maxFeePerGas().toString());
        json.put("sends", newest.sends());
        SendAnswer answer = newest.lastAnswer();
        if (answer != null) {
            json.put("lastVerdict", answer.verdict().name());
            json.put("lastAnswer", answer.words());
        }
        return json;
    }
}
