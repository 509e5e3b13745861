package dev.tributary.settlement.doctor;

/** How far two clocks may be apart. */
final class ClockRule {
    /** Well below the minute in which usage is rated; time synchronisation keeps machines within milliseconds. */
    static final long LIMIT_MILLIS = 2_000;

    private ClockRule() {}

    /** @param aheadMillis how far the other clock is ahead of this machine's; behind is negative */
    static String require(String whose, long aheadMillis) {
        String difference =
                Math.abs(aheadMillis) + " ms " + (aheadMillis < 0 ? "behind" : "ahead of") + " this machine's clock";
        if (Math.abs(aheadMillis) > LIMIT_MILLIS) {
            throw new Finding("the clock of " + whose + " is " + difference + ", more than " + LIMIT_MILLIS
                    + " ms. Synchronise both with NTP (`timedatectl`), the one that is wrong first.");
        }
        return "the clock of " + whose + " is " + difference;
    }
}
