package dev.tributary.settlement.vault;

/**
 * How people write amounts of a token, as its contract says. For showing alone: no rule depends on it.
 *
 * @param symbol at most {@link #LONGEST_SYMBOL} characters
 * @param decimals base units of a whole token are 10^decimals
 */
public record TokenUnit(String symbol, int decimals) {
    static final int LONGEST_SYMBOL = 16;
    private static final int MOST_DECIMALS = 255;

    public TokenUnit {
        if (symbol.isBlank() || symbol.length() > LONGEST_SYMBOL || decimals < 0 || decimals > MOST_DECIMALS) {
            throw new IllegalArgumentException("no unit: " + decimals + " decimals of '" + symbol + "'");
        }
    }

    /** What a contract answered: anybody's text, so without what is no printable character, and cut. */
    static TokenUnit of(String answered, int decimals) {
        String printable = answered.replaceAll("[^\\p{Graph}]", "");
        return new TokenUnit(printable.substring(0, Math.min(LONGEST_SYMBOL, printable.length())), decimals);
    }
}
