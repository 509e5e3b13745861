package dev.tributary.settlement.doctor;

import dev.tributary.chain.RpcException;
import dev.tributary.chain.WrongChainException;
import dev.tributary.pipelines.connectors.TopicException;
import dev.tributary.settlement.SettlementException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The checks made so far; each is told of when it is done, as some take seconds. */
public final class Checkup {
    private final Consumer<Check> listener;
    private final List<Check> checks = new ArrayList<>();

    public Checkup(Consumer<Check> listener) {
        this.listener = listener;
    }

    /**
     * Makes a check; whatever it throws is its outcome.
     *
     * @return whether it was OK
     */
    boolean check(String name, Supplier<String> look) {
        Check check = outcome(name, look);
        checks.add(check);
        listener.accept(check);
        return check.outcome() == Check.Outcome.OK;
    }

    /** Makes a check for which another has to be OK first; without it nothing is known. */
    boolean check(String name, boolean possible, String whyNot, Supplier<String> look) {
        return possible ? check(name, look) : skip(name, whyNot);
    }

    boolean skip(String name, String why) {
        return check(name, () -> {
            throw new NotChecked(why);
        });
    }

    private static Check outcome(String name, Supplier<String> look) {
        try {
            return new Check(name, Check.Outcome.OK, look.get());
        } catch (NotChecked e) {
            return new Check(name, Check.Outcome.SKIPPED, String.valueOf(e.getMessage()));
        } catch (RpcException e) {
            return failed(name, e.getMessage() + ". Check `chain.rpc-url`, and that the node is up.");
        } catch (WrongChainException e) {
            return failed(name, e.getMessage() + " Check `chain.rpc-url` and `chain.id`.");
        } catch (Finding | SettlementException | TopicException | IllegalArgumentException e) {
            return failed(name, String.valueOf(e.getMessage()));
        }
    }

    private static Check failed(String name, String detail) {
        return new Check(name, Check.Outcome.FAIL, detail);
    }

    public List<Check> checks() {
        return List.copyOf(checks);
    }

    public long count(Check.Outcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).count();
    }
}
