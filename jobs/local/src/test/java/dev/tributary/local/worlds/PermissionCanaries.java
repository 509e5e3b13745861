package dev.tributary.local.worlds;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.RefusalRule;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.royalties.ChainRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Planted bugs in who may report and use what: in what the rule of refusals is told, or in what is made of its answer. */
final class PermissionCanaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private PermissionCanaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put("a gateway's permission at the end of the minute counts", PermittedAtTheEnd::new);
        canaries.put("a gateway once permitted stays so", PermittedForEver::new);
        canaries.put("a gateway that its payer allows needs no authorisation", AllowedIsAuthorised::new);
        canaries.put("a gateway that is authorised needs no payer's leave", AuthorisedIsAllowed::new);
        canaries.put("passes are looked at before gateways", PassesFirst::new);
        canaries.put("usage without a required pass counts", PassNotRequired::new);
        canaries.put("a pass that nobody asked for is not looked at", PassNotLookedAt::new);
        canaries.put("a pass of another model will do", PassOfAnotherModel::new);
        canaries.put("a pass of another holder will do", PassOfAnotherHolder::new);
        canaries.put("a pass is good at its last second", PassIncludesItsEnd::new);
        canaries.put("a revoked pass goes on", PassNotRevoked::new);
        return canaries;
    }

    /** Hears of every permission in another way. */
    private abstract static class OtherPermissions extends Canaries.Canary {
        OtherPermissions(World world) {
            super(world);
        }

        abstract List<Dated<Boolean>> heard(List<Dated<Boolean>> history);

        @Override
        List<Dated<Boolean>> authorisations(String gateway) {
            return heard(super.authorisations(gateway));
        }

        @Override
        List<Dated<Boolean>> allowances(String gateway, String payer) {
            return heard(super.allowances(gateway, payer));
        }
    }

    private static final class PermittedAtTheEnd extends OtherPermissions {
        PermittedAtTheEnd(World world) {
            super(world);
        }

        @Override
        List<Dated<Boolean>> heard(List<Dated<Boolean>> history) {
            long earlierMillis = world().shape().grainMillis() - 1;
            return history.stream()
                    .map(entry -> new Dated<>(entry.timeMillis() - earlierMillis, entry.ordinal(), entry.value()))
                    .toList();
        }
    }

    private static final class PermittedForEver extends OtherPermissions {
        PermittedForEver(World world) {
            super(world);
        }

        @Override
        List<Dated<Boolean>> heard(List<Dated<Boolean>> history) {
            return history.stream().filter(Dated::value).toList();
        }
    }

    private static final class AllowedIsAuthorised extends Canaries.Canary {
        AllowedIsAuthorised(World world) {
            super(world);
        }

        @Override
        List<Dated<Boolean>> authorisations(String gateway) {
            return List.of(new Dated<>(0, 0, true));
        }
    }

    private static final class AuthorisedIsAllowed extends Canaries.Canary {
        AuthorisedIsAllowed(World world) {
            super(world);
        }

        @Override
        List<Dated<Boolean>> allowances(String gateway, String payer) {
            return authorisations(gateway);
        }
    }

    private static final class PassesFirst extends Canaries.Canary {
        PassesFirst(World world) {
            super(world);
        }

        @Override
        @Nullable
        RejectReason refusal(Bucket bucket, @Nullable Terms terms, long minuteStartMillis) {
            RejectReason ofItsPass = refusal(new RefusalRule(false), bucket, terms, minuteStartMillis);
            return ofItsPass != null ? ofItsPass : super.refusal(bucket, terms, minuteStartMillis);
        }
    }

    private static final class PassNotRequired extends Canaries.Canary {
        PassNotRequired(World world) {
            super(world);
        }

        @Override
        @Nullable
        RejectReason refusal(Bucket bucket, @Nullable Terms terms, long minuteStartMillis) {
            Terms forAnybody = terms == null ? null : new Terms(terms.token(), terms.pricesPerMillion(), false);
            return super.refusal(bucket, forAnybody, minuteStartMillis);
        }
    }

    private static final class PassNotLookedAt extends Canaries.Canary {
        PassNotLookedAt(World world) {
            super(world);
        }

        @Override
        @Nullable
        RejectReason refusal(Bucket bucket, @Nullable Terms terms, long minuteStartMillis) {
            boolean required = terms != null && terms.passRequired();
            Bucket uncited = new Bucket(bucket.model(), bucket.payer(), bucket.gateway(), "", bucket.minute());
            return super.refusal(required ? bucket : uncited, terms, minuteStartMillis);
        }
    }

    private static final class PassOfAnotherModel extends Canaries.Canary {
        PassOfAnotherModel(World world) {
            super(world);
        }

        @Override
        ChainRules chain() {
            return new ChainRules(World.CONTRACTS) {
                @Override
                protected String passKey(String model, String pass) {
                    return pass;
                }
            };
        }
    }

    /** Reads every pass in another way. */
    private abstract static class OtherPasses extends Canaries.Canary {
        OtherPasses(World world) {
            super(world);
        }

        abstract Pass read(Pass pass, String payer);

        @Override
        @Nullable
        Pass pass(Bucket bucket) {
            Pass pass = super.pass(bucket);
            return pass == null ? null : read(pass, bucket.payer());
        }
    }

    private static final class PassOfAnotherHolder extends OtherPasses {
        PassOfAnotherHolder(World world) {
            super(world);
        }

        @Override
        Pass read(Pass pass, String payer) {
            return new Pass(payer, pass.issuedMillis(), pass.expiresMillis(), pass.revokedMillis());
        }
    }

    private static final class PassIncludesItsEnd extends OtherPasses {
        PassIncludesItsEnd(World world) {
            super(world);
        }

        @Override
        Pass read(Pass pass, String payer) {
            long untilMillis = Math.max(pass.expiresMillis(), pass.expiresMillis() + 1);
            return new Pass(pass.holder(), pass.issuedMillis(), untilMillis, pass.revokedMillis());
        }
    }

    private static final class PassNotRevoked extends OtherPasses {
        PassNotRevoked(World world) {
            super(world);
        }

        @Override
        Pass read(Pass pass, String payer) {
            return Pass.issued(pass.holder(), pass.issuedMillis(), pass.expiresMillis());
        }
    }
}
