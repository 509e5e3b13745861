package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.pipelines.compact.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Packs, as the job writes and reads them. */
public final class Packs {
    private Packs() {}

    public static WaitingPack waiting(List<WaitingCharge> charges) {
        return WaitingPack.of(charges);
    }

    /** With 0 as their period, which a pack does not say. */
    public static List<WaitingCharge> unpacked(WaitingPack pack) {
        return pack.charges(0, new TextTable());
    }

    public static ChargePack charges(String token, String payer, long period, List<Charge> charges) {
        ChargePackWriter writer = new ChargePackWriter();
        charges.forEach(charge -> writer.put(charge, charge.model().getBytes(StandardCharsets.UTF_8)));
        return writer.pack(token, payer, period);
    }

    public static List<Charge> unpacked(ChargePack pack) {
        List<Charge> charges = new ArrayList<>();
        pack.unpackInto(charges, new TextTable());
        return charges;
    }

    public static ModelRevenue revenue(String model, long period, List<MinuteRevenue> minutes) {
        ModelRevenueWriter writer = new ModelRevenueWriter();
        minutes.forEach(minute -> writer.put(minute.token(), minute.minute(), minute.sum()));
        return writer.take(model, period);
    }

    public static List<MinuteRevenue> unpacked(ModelRevenue revenue) {
        List<MinuteRevenue> minutes = new ArrayList<>();
        revenue.unpackInto(minutes, new TextTable());
        return minutes;
    }
}
