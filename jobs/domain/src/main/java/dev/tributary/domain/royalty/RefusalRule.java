package dev.tributary.domain.royalty;

import dev.tributary.domain.usage.RejectReason;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why usage of a model is not charged when its period closes: the first reason in the order of the protocol. Everything
 * counts as it was at the start of the minute of use.
 *
 * @param checkGateways false where the logs are synthetic and name no gateways
 */
public record RefusalRule(boolean checkGateways) implements Serializable {
    /** Who reported whose usage, with which pass. */
    public interface Usage {
        String gateway();

        String payer();

        /** Decimal id of the access pass cited, "" for none. */
        String pass();
    }

    /**
     * What the chain told, asked for no further than the decision needs it.
     *
     * @param <X> what a look-up may fail with
     */
    public interface Known<X extends Exception> {
        /** Whether the registry authorised a gateway, by when; empty for one that it never did. */
        List<Dated<Boolean>> authorisations(String gateway) throws X;

        /** Whether a payer allowed a gateway to report its usage, by when; empty for one that it never did. */
        List<Dated<Boolean>> allowances(String gateway, String payer) throws X;

        /** By its decimal id; null when the model that was used has no such pass. */
        @Nullable
        Pass pass(String id) throws X;
    }

    /**
     * The reason, or null when the usage is charged.
     *
     * @param inForce the model's terms at the start of the minute; null when it had none
     * @param atMillis start of the minute, epoch milliseconds
     */
    public <X extends Exception> @Nullable RejectReason refusal(
            Usage usage, @Nullable Terms inForce, long atMillis, Known<X> known) throws X {
        if (inForce == null) {
            return RejectReason.MODEL_UNKNOWN;
        }
        if (checkGateways) {
            if (!isPermitted(known.authorisations(usage.gateway()), atMillis)) {
                return RejectReason.GATEWAY_UNAUTHORISED;
            }
            if (!isPermitted(known.allowances(usage.gateway(), usage.payer()), atMillis)) {
                return RejectReason.GATEWAY_NOT_ALLOWED;
            }
        }
        return isPassGood(usage, inForce, atMillis, known) ? null : RejectReason.PASS_INVALID;
    }

    private static boolean isPermitted(List<Dated<Boolean>> history, long atMillis) {
        return Boolean.TRUE.equals(History.inForce(history, atMillis));
    }

    private static <X extends Exception> boolean isPassGood(Usage usage, Terms inForce, long atMillis, Known<X> known)
            throws X {
        if (usage.pass().isEmpty()) {
            return !inForce.passRequired();
        }
        Pass pass = known.pass(usage.pass());
        return pass != null && pass.isValid(usage.payer(), atMillis);
    }
}
