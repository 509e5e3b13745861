package dev.tributary.settlement.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/**
 * An event of the vault.
 *
 * @param name of the event, `RootAccepted` for one
 * @param args its parameters by their Solidity names
 */
public record VaultEvent(String name, JsonNode args, long blockNumber, String transaction, int logIndex) {
    public static final String ROOT_PROPOSED = "RootProposed";
    public static final String ROOT_REVOKED = "RootRevoked";
    public static final String ROOT_ACCEPTED = "RootAccepted";
    public static final String DEPOSITED = "Deposited";
    public static final String REVENUE_RECEIVED = "RevenueReceived";
    public static final String CLAIMED = "Claimed";

    public boolean is(String event) {
        return name.equals(event);
    }

    public String text(String parameter) {
        return args.path(parameter).asText();
    }

    public BigInteger integer(String parameter) {
        return new BigInteger(text(parameter));
    }

    /** Of the events about a root. */
    public long epoch() {
        return integer("epoch").longValueExact();
    }
}
