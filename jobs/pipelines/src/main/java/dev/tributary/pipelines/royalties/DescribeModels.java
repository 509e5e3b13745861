package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Models and who owns them, for people: a row at registration and after every transfer. Keyed by chain. */
final class DescribeModels extends KeyedProcessFunction<Long, ChainEvent, DescribedModel> {
    private static final long serialVersionUID = 1L;

    private transient MapState<String, RegisteredModel> models;

    @Override
    public void open(OpenContext context) {
        models = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "described-models", Types.STRING, TypeInformation.of(RegisteredModel.class)));
    }

    @Override
    public void processElement(ChainEvent event, Context context, Collector<DescribedModel> out) throws Exception {
        RegisteredModel registered = RegisteredModel.read(event);
        if (registered != null) {
            keep(registered, event, out);
        }
        OwnerChange transfer = OwnerChange.read(event);
        RegisteredModel known = transfer == null ? null : models.get(transfer.model());
        if (transfer != null && known != null) {
            keep(known.ownedBy(transfer.owner()), event, out);
        }
    }

    private void keep(RegisteredModel model, ChainEvent event, Collector<DescribedModel> out) throws Exception {
        models.put(model.model(), model);
        out.collect(new DescribedModel(model, event.ordinal()));
    }
}
