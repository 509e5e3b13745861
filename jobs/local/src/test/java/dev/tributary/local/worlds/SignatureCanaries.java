package dev.tributary.local.worlds;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.MeteringRules;
import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.pipelines.metering.UsageRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Planted bugs in whom a report is taken to be from. */
final class SignatureCanaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private SignatureCanaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put(
                "a report for another chain is taken",
                world -> new AlsoTakes(world, PureRules.metering(world, 1, ChainScript.GATEWAY_REGISTRY)));
        canaries.put(
                "a report for another registry is taken",
                world -> new AlsoTakes(world, PureRules.metering(world, World.CHAIN_ID, ChainScript.VAULT)));
        canaries.put("nobody looks at signatures", world -> new Looks(world, false));
        canaries.put("signatures are looked at where nobody should", world -> new Looks(world, true));
        canaries.put("an impostor's registry is who reports are signed for", SignedForImpostors::new);
        return canaries;
    }

    /** Whether signatures are looked at, whatever the settings say. */
    private static final class Looks extends Canaries.Canary {
        private final MeteringRules other;

        Looks(World world, boolean atSignatures) {
            super(world);
            MeteringSettings right = PureRules.metering(world);
            other = new MeteringRules(new MeteringSettings(
                    right.topic(),
                    right.partitions(),
                    right.chainId(),
                    right.gatewayRegistry(),
                    right.grainMillis(),
                    right.periodMillis(),
                    right.graceMillis(),
                    atSignatures));
        }

        @Override
        MeteringRules.Metered meter(UsageRecord record, long bookedAtMillis) {
            return other.meter(record, bookedAtMillis);
        }
    }

    /** Takes what is signed for a domain that is not ours. */
    private static final class AlsoTakes extends Canaries.Canary {
        private final MeteringRules other;

        AlsoTakes(World world, MeteringSettings ofTheOther) {
            super(world);
            other = new MeteringRules(ofTheOther);
        }

        @Override
        MeteringRules.Metered meter(UsageRecord record, long bookedAtMillis) {
            MeteringRules.Metered right = super.meter(record, bookedAtMillis);
            return right.refusal() == RejectReason.SIGNATURE_INVALID ? other.meter(record, bookedAtMillis) : right;
        }
    }

    private static final class SignedForImpostors extends Canaries.Canary {
        private final MeteringRules own;

        SignedForImpostors(World world) {
            super(world);
            boolean present = world.chain().stream().anyMatch(event -> event.contains(Impostors.ADDRESS));
            own = new MeteringRules(PureRules.metering(
                    world, World.CHAIN_ID, present ? Impostors.ADDRESS : ChainScript.GATEWAY_REGISTRY));
        }

        @Override
        MeteringRules.Metered meter(UsageRecord record, long bookedAtMillis) {
            return own.meter(record, bookedAtMillis);
        }
    }
}
