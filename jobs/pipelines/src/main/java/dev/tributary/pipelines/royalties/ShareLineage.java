package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.lineage.LineageGraph;
import dev.tributary.pipelines.SettlementHalted;
import java.util.List;
import java.util.SortedMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Holds the family of all models, at parallelism 1. Sends each model its share vector once, and tells a model and all
 * its descendants when its split changes, so that they know over which minutes they may sum before sharing.
 */
final class ShareLineage extends ProcessFunction<ChainEvent, ShareVector> implements CheckpointedFunction {
    static final OutputTag<FamilyBreak> BREAKS =
            new OutputTag<>("family-breaks", TypeInformation.of(FamilyBreak.class));

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("NullAway.Init") // by initializeState, which runs before any event
    private transient ListState<ModelRegistration> registrations;

    @SuppressWarnings("NullAway.Init") // by initializeState, which runs before any event
    private transient LineageGraph graph;

    @Override
    public void processElement(ChainEvent event, Context context, Collector<ShareVector> out) throws Exception {
        ModelRegistration registration = ModelRegistration.read(event);
        if (registration != null) {
            register(registration);
            registrations.add(registration);
            out.collect(vector(registration.model()));
        }
        SplitChange change = SplitChange.read(event);
        if (change == null) {
            return;
        }
        long timeMillis = change.split().timeMillis();
        context.output(BREAKS, new FamilyBreak(change.model(), timeMillis));
        for (String descendant : graph.descendants(change.model())) {
            context.output(BREAKS, new FamilyBreak(descendant, timeMillis));
        }
    }

    private void register(ModelRegistration registration) {
        try {
            graph.register(registration.model(), registration.policy(), registration.share(), registration.parents());
        } catch (IllegalArgumentException e) {
            throw SettlementHalted.because(
                    "LINEAGE_IMPOSSIBLE",
                    "the registry would never allow this: " + e.getMessage()
                            + ". The chain log is not the contract's.");
        }
    }

    private ShareVector vector(String model) {
        try {
            SortedMap<String, Long> shares = graph.shares(model);
            return new ShareVector(model, List.copyOf(shares.keySet()), List.copyOf(shares.values()));
        } catch (IllegalStateException e) {
            throw SettlementHalted.because(
                    "LINEAGE_NOT_WHOLE", e.getMessage() + ". The registry's bounds should have refused the model.");
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        registrations = context.getOperatorStateStore()
                .getListState(
                        new ListStateDescriptor<>("registered-models", TypeInformation.of(ModelRegistration.class)));
        graph = new LineageGraph();
        for (ModelRegistration registration : registrations.get()) {
            register(registration);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        // The list state grows with every registration and is complete at any moment.
    }
}
