package dev.tributary.settlement.doctor;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.SecretUrl;
import dev.tributary.pipelines.config.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Every node by itself, then the contracts through all of them. */
final class ChainChecks {
    /** Blocks come every few seconds; a node that is this far behind has stopped following. */
    private static final Duration OLDEST_HEAD = Duration.ofMinutes(5);
    /** What a block producer's clock may be ahead; the time of a block is checked no closer by the chain itself. */
    private static final Duration HEAD_AHEAD = Duration.ofSeconds(15);

    private final Settings settings;
    private final InstantSource clock;

    ChainChecks(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    void run(Checkup checkup, boolean answers) {
        List<String> urls = new ArrayList<>();
        if (!checkup.check("nodes", () -> configured(urls))) {
            return;
        }
        for (int i = 0; i < urls.size(); i++) {
            String url = urls.get(i);
            String name = "node " + (i + 1) + " of " + urls.size();
            checkup.check(name, answers, "no node answers", () -> node(url));
            checkup.check("clock of " + name, answers, "no node answers", () -> headAge(url));
        }
        new ContractChecks(settings).run(checkup, answers);
    }

    private String configured(List<String> urls) {
        urls.addAll(settings.addresses(Endpoints.CHAIN));
        return urls.size() + " configured";
    }

    private String node(String url) {
        try (EvmRpc rpc = connect(url)) {
            return new SecretUrl(url).shown() + " serves chain " + rpc.chainId() + ", finalized block "
                    + rpc.finalizedHead().number() + ", newest "
                    + rpc.latestHead().number();
        }
    }

    private String headAge(String url) {
        BlockHeader head;
        try (EvmRpc rpc = connect(url)) {
            head = rpc.latestHead();
        }
        long age = clock.instant().getEpochSecond() - head.timestampSeconds();
        if (age > OLDEST_HEAD.toSeconds() || -age > HEAD_AHEAD.toSeconds()) {
            throw new Finding("the newest block of " + new SecretUrl(url).shown() + ", " + head.number() + ", is "
                    + Math.abs(age)
                    + " s " + (age < 0 ? "ahead of" : "behind") + " this machine's clock. Look whether the node still"
                    + " follows its chain, then at this machine's clock (`timedatectl`).");
        }
        return "the newest block is " + Math.abs(age) + " s " + (age < 0 ? "ahead of" : "behind")
                + " this machine's clock";
    }

    private EvmRpc connect(String url) {
        return EvmRpc.connect(new RpcOptions(
                List.of(url),
                settings.wholeNumber("chain.id"),
                settings.wholeNumber("chain.confirmations", 0),
                settings.durationMillis("chain.rpc-timeout", 10_000),
                1));
    }
}
