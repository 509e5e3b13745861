package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.lineage.LineageGraph;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;
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
 * its descendants when it has other payees, so that they know over which minutes they may sum before sharing. A sale is
 * shared here at once: its own place in the log says with which lineage.
 */
final class ShareLineage extends ProcessFunction<ChainEvent, ShareVector> implements CheckpointedFunction {
    static final OutputTag<FamilyBreak> BREAKS =
            new OutputTag<>("family-breaks", TypeInformation.of(FamilyBreak.class));

    static final OutputTag<ModelEarning> SALES = new OutputTag<>("sales", TypeInformation.of(ModelEarning.class));
    static final OutputTag<BookEntry> BOOKS = new OutputTag<>("sale-revenue", TypeInformation.of(BookEntry.class));

    private static final long serialVersionUID = 1L;

    private final BookingRule booking;

    @SuppressWarnings("NullAway.Init") // by initializeState, which runs before any event
    private transient ListState<ModelRegistration> registrations;

    @SuppressWarnings("NullAway.Init") // by initializeState, which runs before any event
    private transient LineageGraph graph;

    ShareLineage(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void processElement(ChainEvent event, Context context, Collector<ShareVector> out) throws Exception {
        ModelRegistration registration = ModelRegistration.read(event);
        if (registration != null) {
            register(registration);
            registrations.add(registration);
            out.collect(vector(registration.model()));
        }
        PayeeChange change = PayeeChange.read(event);
        if (change != null) {
            tellFamily(change, context);
        }
        Sale sale = Sale.read(event);
        if (sale != null) {
            share(sale, context);
        }
    }

    private void tellFamily(PayeeChange change, Context context) {
        context.output(BREAKS, new FamilyBreak(change.model(), change.timeMillis()));
        for (String descendant : graph.descendants(change.model())) {
            context.output(BREAKS, new FamilyBreak(descendant, change.timeMillis()));
        }
    }

    private void share(Sale sale, Context context) {
        if (!graph.contains(sale.model())) {
            throw SettlementHalted.because(
                    "LINEAGE_MISSING",
                    "model " + sale.model() + " was sold (event " + sale.ordinal()
                            + ") but was never registered. The chain log lacks its ModelRegistered event.");
        }
        long period = booking.periodOf(sale.timeMillis());
        BigInteger micro = sale.amount().multiply(Units.MICRO_PER_UNIT);
        vector(sale.model())
                .forEachShare((model, share) -> context.output(
                        SALES,
                        new ModelEarning(
                                model,
                                period,
                                sale.token(),
                                booking.minute(sale.timeMillis()),
                                sale.ordinal(),
                                Accrual.modelAmount(micro, 0, share))));
        context.output(BOOKS, new BookEntry(period, sale.token(), BookEntry.Book.SALE_MICRO, micro));
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
