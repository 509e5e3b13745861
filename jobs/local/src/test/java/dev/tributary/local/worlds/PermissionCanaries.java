package dev.tributary.local.worlds;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.pipelines.royalties.ChainRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Planted bugs in who may report and use what. */
final class PermissionCanaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private PermissionCanaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put("a gateway's permission at the end of the minute counts", PermittedAtTheEnd::new);
        canaries.put("a gateway once permitted stays so", PermittedForEver::new);
        canaries.put("usage without a required pass counts", PassNotRequired::new);
        canaries.put("a pass of another model will do", PassOfAnotherModel::new);
        canaries.put("a pass of another holder will do", PassOfAnotherHolder::new);
        canaries.put("a pass is good at its last second", PassIncludesItsEnd::new);
        canaries.put("a revoked pass goes on", PassNotRevoked::new);
        return canaries;
    }

    private static final class PermittedAtTheEnd extends Canaries.Canary {
        PermittedAtTheEnd(World world) {
            super(world);
        }

        @Override
        boolean isPermitted(List<Dated<Boolean>> history, long minuteStartMillis) {
            return super.isPermitted(
                    history, minuteStartMillis + world().shape().grainMillis() - 1);
        }
    }

    private static final class PermittedForEver extends Canaries.Canary {
        PermittedForEver(World world) {
            super(world);
        }

        @Override
        boolean isPermitted(List<Dated<Boolean>> history, long minuteStartMillis) {
            return history.stream().anyMatch(entry -> entry.timeMillis() <= minuteStartMillis && entry.value());
        }
    }

    private static final class PassNotRequired extends Canaries.Canary {
        PassNotRequired(World world) {
            super(world);
        }

        @Override
        boolean isPassMissing(Terms terms) {
            return false;
        }
    }

    private static final class PassOfAnotherModel extends Canaries.Canary {
        PassOfAnotherModel(World world) {
            super(world);
        }

        @Override
        ChainRules chain() {
            return new ChainRules() {
                @Override
                protected String passKey(String model, String pass) {
                    return pass;
                }
            };
        }
    }

    private static final class PassOfAnotherHolder extends Canaries.Canary {
        PassOfAnotherHolder(World world) {
            super(world);
        }

        @Override
        boolean isValid(Pass pass, String payer, long minuteStartMillis) {
            return super.isValid(pass, pass.holder(), minuteStartMillis);
        }
    }

    private static final class PassIncludesItsEnd extends Canaries.Canary {
        PassIncludesItsEnd(World world) {
            super(world);
        }

        @Override
        boolean isValid(Pass pass, String payer, long minuteStartMillis) {
            return super.isValid(pass, payer, minuteStartMillis)
                    || (pass.expiresMillis() == minuteStartMillis && super.isValid(pass, payer, minuteStartMillis - 1));
        }
    }

    private static final class PassNotRevoked extends Canaries.Canary {
        PassNotRevoked(World world) {
            super(world);
        }

        @Override
        boolean isValid(Pass pass, String payer, long minuteStartMillis) {
            Pass original = Pass.issued(pass.holder(), pass.issuedMillis(), pass.expiresMillis());
            return super.isValid(original, payer, minuteStartMillis);
        }
    }
}
