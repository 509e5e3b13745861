package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.royalties.ChainArguments;
import dev.tributary.pipelines.royalties.ContractAddresses;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The purchases and how each ended, for people: a row when it is locked, one when it is released or refunded, and one
 * more when the vault has taken its net. Remembers those that are locked and the one released last. Keyed by chain.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class TrackPurchases extends KeyedProcessFunction<Long, ChainEvent, Purchase> {
    private static final long serialVersionUID = 1L;

    private transient MapState<String, Purchase> locked;
    private transient ValueState<Purchase> released;

    @Override
    public void open(OpenContext context) {
        locked = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("locked-purchases", Types.STRING, TypeInformation.of(Purchase.class)));
        released = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("last-released-purchase", TypeInformation.of(Purchase.class)));
    }

    @Override
    public void processElement(ChainEvent event, Context context, Collector<Purchase> out) throws Exception {
        switch (event.contract() + "." + event.event()) {
            case ContractAddresses.MARKETPLACE + ".Purchased" -> lock(Purchase.locked(event), out);
            case ContractAddresses.MARKETPLACE + ".Released" -> release(event, out);
            case ContractAddresses.MARKETPLACE + ".Refunded" -> refund(event, out);
            case ContractAddresses.ROYALTY_VAULT + ".RevenueReceived" -> payToVault(event, out);
            default -> {
                // Not about purchases.
            }
        }
    }

    private void lock(Purchase purchase, Collector<Purchase> out) throws Exception {
        locked.put(purchase.purchase().toString(), purchase);
        out.collect(purchase);
    }

    private void release(ChainEvent event, Collector<Purchase> out) throws Exception {
        Purchase purchase = unlock(event);
        if (purchase != null) {
            Purchase ended = purchase.released(event);
            released.update(ended);
            out.collect(ended);
        }
    }

    private void refund(ChainEvent event, Collector<Purchase> out) throws Exception {
        Purchase purchase = unlock(event);
        if (purchase != null) {
            out.collect(purchase.refunded(event));
        }
    }

    private void payToVault(ChainEvent event, Collector<Purchase> out) throws Exception {
        Purchase last = released.value();
        if (last != null && last.isPaidBy(event)) {
            released.clear();
            out.collect(last.paidToVault(event));
        }
    }

    /** Null when nothing is known of it: a log of another marketplace began before ours. */
    private @Nullable Purchase unlock(ChainEvent event) throws Exception {
        String purchase = ChainArguments.of(event).integer("purchaseId").toString();
        Purchase known = locked.get(purchase);
        locked.remove(purchase);
        return known;
    }
}
