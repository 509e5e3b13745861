package dev.tributary.bench.metering;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Contenders side by side. Each warms up by itself; then they take turns, round by round, so that whatever else the
 * machine does while the benchmark runs falls upon all of them.
 */
final class Race implements AutoCloseable {
    private final List<ContenderProcess> contenders = new ArrayList<>();
    private final BiConsumer<ContenderKind, Round> progress;

    /** @param progress is told of every round as it ends */
    Race(BiConsumer<ContenderKind, Round> progress) {
        this.progress = progress;
    }

    void add(ContenderProcess contender) {
        contenders.add(contender);
    }

    List<Measured> run(int warmUps, int rounds) throws IOException {
        for (ContenderProcess contender : contenders) {
            for (int warmUp = 0; warmUp < warmUps; warmUp++) {
                round(contender);
            }
        }
        List<List<Round>> measured = contenders.stream()
                .map(contender -> (List<Round>) new ArrayList<Round>())
                .toList();
        for (int turn = 0; turn < rounds; turn++) {
            for (int i = 0; i < contenders.size(); i++) {
                measured.get(i).add(round(contenders.get(i)));
            }
        }
        List<Measured> results = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            ContenderKind kind = contenders.get(i).kind();
            Map<String, Double> shares = kind.isJob() ? contenders.get(i).profile() : Map.of();
            results.add(new Measured(kind, List.copyOf(measured.get(i)), shares));
        }
        return results;
    }

    private Round round(ContenderProcess contender) throws IOException {
        Round round = contender.round();
        progress.accept(contender.kind(), round);
        return round;
    }

    @Override
    public void close() {
        contenders.forEach(ContenderProcess::close);
    }
}
