package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/**
 * Who may report whose usage, as broadcast state has it; what was looked up is kept by gateway and payer, so that the next
 * to ask makes no key of both.
 */
final class GatewayPermissions {
    /** Anybody's usage can come in under any payer's name, so what is kept has an end. */
    private static final int MOST_KEPT = 1 << 16;

    private final Map<String, Map<String, List<Dated<Boolean>>>> kept = new HashMap<>();
    private int size;

    /** @param payer as a {@link GatewayChange} names it */
    List<Dated<Boolean>> history(
            String gateway, String payer, ReadOnlyBroadcastState<String, List<Dated<Boolean>>> permissions)
            throws Exception {
        Map<String, List<Dated<Boolean>>> ofGateway = kept.get(gateway);
        List<Dated<Boolean>> known = ofGateway == null ? null : ofGateway.get(payer);
        if (known != null) {
            return known;
        }
        if (size == MOST_KEPT) {
            forget();
        }
        size++;
        List<Dated<Boolean>> history = DatedTypes.orEmpty(permissions.get(GatewayChange.key(gateway, payer)));
        kept.computeIfAbsent(gateway, key -> new HashMap<>()).put(payer, history);
        return history;
    }

    /** As soon as any permission changes. */
    void forget() {
        kept.clear();
        size = 0;
    }
}
