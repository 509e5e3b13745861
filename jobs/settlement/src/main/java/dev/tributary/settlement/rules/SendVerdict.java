package dev.tributary.settlement.rules;

/** What a node's answer to signed bytes says of them. */
public enum SendVerdict {
    /** The node has them. */
    ACCEPTED,
    /** There was no answer: the node may have them. */
    UNANSWERED,
    /** They offer less than the node takes, or too little more than what waits under their nonce. */
    UNDERPRICED,
    /** The account does not hold what they may cost. */
    UNFUNDED,
    /** Refused for another reason; a higher fee does not mend it. */
    REFUSED
}
