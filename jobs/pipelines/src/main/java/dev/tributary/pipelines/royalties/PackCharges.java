package dev.tributary.pipelines.royalties;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Sends the charges of one payer, token and period as one record, not as one each. */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class PackCharges extends GatherAhead<ModelCharges, ChargePack> {
    private static final long serialVersionUID = 1L;

    /** Some 3 MB, less than what Flink would write to disk if all were of one payer. */
    private static final int MOST_CHARGES = 1 << 15;

    private transient Map<Key, ChargePackWriter> packs;
    private transient int charges;

    private record Key(String token, String payer, long period) {}

    @Override
    public void open() throws Exception {
        super.open();
        packs = new LinkedHashMap<>();
    }

    @Override
    public void processElement(StreamRecord<ModelCharges> element) {
        byte[] model = element.getValue().model().getBytes(UTF_8);
        for (Charge charge : element.getValue().charges()) {
            packs.computeIfAbsent(
                            new Key(charge.token(), charge.payer(), charge.period()), key -> new ChargePackWriter())
                    .put(charge, model);
            if (++charges >= MOST_CHARGES) {
                send();
            }
        }
    }

    @Override
    void send() {
        if (packs.isEmpty()) {
            return;
        }
        packs.forEach(
                (key, pack) -> output.collect(new StreamRecord<>(pack.pack(key.token(), key.payer(), key.period()))));
        packs = new LinkedHashMap<>();
        charges = 0;
    }
}
