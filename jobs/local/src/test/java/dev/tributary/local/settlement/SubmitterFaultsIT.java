package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.settlement.run.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionDecoder;

/** Every fail point of a run, times what the node did with a transaction, times what the chain did with it. */
final class SubmitterFaultsIT {
    private static final long SEED = 20_260_307;
    /**
     * The development chain keeps the states of its newest 4 000 blocks, those of cases played before among them; after
     * some 600 cases it no longer knew the block that all cases start from, and after 86 with a revocation.
     */
    private static final int MOST_CASES_ON_A_CHAIN = 150;

    private static final int CASES_OF_A_REVOCATION = 5;

    private static Path folder;
    private static FaultScene scene;
    private static int casesOnThisChain;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        scene = new FaultScene(folder);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    static List<FaultCase> sample() {
        return FaultCase.sample(SEED);
    }

    static List<FaultCase> all() {
        return FaultCase.all();
    }

    @Test
    void theSampleMeetsEveryFailPointNodeAndChainTwice() {
        assertThat(Step.values()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(sample()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
        assertThat(FaultCase.parts(sample()).collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .hasSize(Step.values().length + FaultCase.Node.values().length + FaultCase.Chain.values().length)
                .allSatisfy((part, times) -> assertThat(times).isGreaterThanOrEqualTo(2));
    }

    @ParameterizedTest
    @MethodSource("sample")
    void whateverFailsOneRootIsAcceptedNothingIsPaidTwiceAndNothingIsStuck(FaultCase faults) throws Exception {
        play(faults);
    }

    static List<FaultCase> revoked() {
        return FaultCase.oneOfEveryChain(SEED);
    }

    static List<FaultCase> allRevoked() {
        return FaultCase.withoutHalt();
    }

    @ParameterizedTest
    @MethodSource("revoked")
    void whateverFailsARevokedRootIsFollowedByTheCorrectedOneAlone(FaultCase faults) throws Exception {
        nextScene(CASES_OF_A_REVOCATION).playRevoked(faults);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("allRevoked")
    void whateverFailsAroundARevocationInAllCombinations(FaultCase faults) throws Exception {
        nextScene(CASES_OF_A_REVOCATION).playRevoked(faults);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void whateverFailsInAllCombinations(FaultCase faults) throws Exception {
        play(faults);
    }

    private static void play(FaultCase faults) throws Exception {
        nextScene(1).play(faults);
    }

    /** @param cases as how many it counts */
    private static FaultScene nextScene(int cases) throws Exception {
        if (casesOnThisChain + cases > MOST_CASES_ON_A_CHAIN) {
            scene.close();
            scene = new FaultScene(folder);
            casesOnThisChain = 0;
        }
        casesOnThisChain += cases;
        return scene;
    }

    /** A planted bug that the cases must find: signing under a new nonce when there was no answer. */
    @Test
    void aSubmitterThatSignsANewNonceAfterATimeoutIsFoundOut() {
        scene.fates().plant(SubmitterFaultsIT::underTheNextNonce);
        try {
            for (FaultCase.Node node : List.of(FaultCase.Node.LOST, FaultCase.Node.ACCEPTED_WITHOUT_REPLY)) {
                FaultCase faults = new FaultCase(Step.SENT, node, FaultCase.Chain.DROPPED);
                assertThatThrownBy(() -> scene.play(faults)).as("%s", faults).isInstanceOf(AssertionError.class);
            }
        } finally {
            scene.fates().plant(raw -> raw);
        }
    }

    private static String underTheNextNonce(String raw) {
        RawTransaction asked = TransactionDecoder.decode(raw);
        return FaultFates.signed(
                asked.getNonce().longValueExact() + 1, asked.getTo(), asked.getData(), asked.getGasLimit());
    }
}
