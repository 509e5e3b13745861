package dev.tributary.pipelines.metering;

/** Names under which the state of metering's operators is found again; they never change. */
public final class MeteringUids {
    public static final String METER_REPORTS = "royalty.meter-reports";
    public static final String SUMMARISE_MINUTES = "royalty.summarise-minutes";

    private MeteringUids() {}
}
