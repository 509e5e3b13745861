package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactWriter;

/**
 * Writes charges of one payer, token and period into the bytes of a {@link ChargePack}. They come by model, so most say
 * of theirs only that it is the one before.
 *
 * <pre>
 *  charge   0, or 1 and the model; the minute, less the one before; micro, meters, lines
 * </pre>
 */
final class ChargePackWriter extends CompactWriter {
    static final int SAME_MODEL = 0;
    static final int OTHER_MODEL = 1;

    private String model = "";
    private long minute;

    /** @param modelText UTF-8 of the charge's model, which is thereby made once for all payers */
    void put(Charge charge, byte[] modelText) {
        if (charge.model().equals(model)) {
            putUnsigned(SAME_MODEL);
        } else {
            model = charge.model();
            putUnsigned(OTHER_MODEL);
            putBytes(modelText);
        }
        putSigned(charge.minute() - minute);
        minute = charge.minute();
        putInteger(charge.micro());
        putMeters(charge.meters());
        putUnsigned(charge.lines());
    }

    ChargePack pack(String token, String payer, long period) {
        return new ChargePack(token, payer, period, copy());
    }
}
