package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.royalties.ChainArguments;
import dev.tributary.pipelines.royalties.ContractAddresses;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** The access passes, for people: a row when a pass is issued and one when it is revoked. Keyed by chain. */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class TrackPasses extends KeyedProcessFunction<Long, ChainEvent, AccessPass> {
    private static final long serialVersionUID = 1L;

    private transient MapState<String, AccessPass> standing;

    @Override
    public void open(OpenContext context) {
        standing = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "standing-passes", Types.STRING, TypeInformation.of(AccessPass.class)));
    }

    @Override
    public void processElement(ChainEvent event, Context context, Collector<AccessPass> out) throws Exception {
        if (!event.contract().equals(ContractAddresses.ACCESS_PASS)) {
            return;
        }
        switch (event.event()) {
            case "PassIssued" -> issue(AccessPass.issued(event), out);
            case "PassRevoked" -> revoke(event, out);
            default -> {
                // The mint, the lock and the roles say nothing new.
            }
        }
    }

    private void issue(AccessPass pass, Collector<AccessPass> out) throws Exception {
        standing.put(pass.pass().toString(), pass);
        out.collect(pass);
    }

    private void revoke(ChainEvent event, Collector<AccessPass> out) throws Exception {
        String id = ChainArguments.of(event).integer("passId").toString();
        AccessPass known = standing.get(id);
        if (known != null) {
            standing.remove(id);
            out.collect(known.revoked(event));
        }
    }
}
