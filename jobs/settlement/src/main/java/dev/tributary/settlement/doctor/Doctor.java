package dev.tributary.settlement.doctor;

import dev.tributary.pipelines.config.Settings;
import java.time.InstantSource;

/** Looks at everything that the programs need, in the order in which one thing needs the other. */
public final class Doctor {
    private final Settings settings;
    private final InstantSource clock;

    /** @param clock this machine's, against which the others are compared */
    public Doctor(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    public void examine(Checkup checkup) {
        new ToolChecks().run(checkup);
        new FileChecks(settings).run(checkup);
        Endpoints endpoints = new Endpoints(settings);
        endpoints.check(checkup);
        new DatabaseChecks(settings, clock).run(checkup, endpoints.answers(Endpoints.DATABASE));
        new ChainChecks(settings, clock).run(checkup, endpoints.answers(Endpoints.CHAIN));
        new LogChecks(settings, clock).run(checkup, endpoints.answers(Endpoints.KAFKA));
    }
}
