package dev.tributary.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, Kafka, a dev chain and Flink on this machine, started in the order in which they depend on each other and
 * stopped in reverse: by {@link #close()}, when one of them does not start, and when the program is interrupted. What is
 * built on top joins in with {@link #open}.
 *
 * <p>Parts open and stop one at a time, under this object's monitor: an interrupt in the middle of a start waits for it,
 * as what has half started could not be stopped by anybody, and the program does not end in the middle of a stop.
 */
public final class LocalStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private record Running(String name, AutoCloseable handle) {}

    private final Deque<Running> running = new ArrayDeque<>();
    private final List<Service> services = new CopyOnWriteArrayList<>();
    private final Thread stopper = new Thread(this::stopAll, "local-stack-stopper");
    private final Consumer<Service> started;
    private volatile boolean stopping;
    private @Nullable Path directory;
    private @Nullable EmbeddedDatabase database;
    private @Nullable EmbeddedKafka kafka;
    private @Nullable DevChain chain;
    private @Nullable FlinkCluster flink;

    /**
     * What to start.
     *
     * @param contracts the project's contracts folder, which holds the dev chain's executable
     */
    public record Options(Path contracts, int taskManagers, int slotsPerTaskManager) {}

    private LocalStack(Consumer<Service> started) {
        this.started = started;
    }

    /**
     * Starts everything.
     *
     * @param started is told of each part as it comes up
     * @throws StackException when a part does not start; the others have been stopped again
     */
    public static LocalStack start(Options options, Consumer<Service> started) {
        LocalStack stack = empty(started);
        try {
            stack.startAll(options);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Nothing but a directory, and the promise to stop whatever is opened in it. */
    static LocalStack empty(Consumer<Service> started) {
        LocalStack stack = new LocalStack(started);
        Runtime.getRuntime().addShutdownHook(stack.stopper);
        stack.makeDirectory();
        return stack;
    }

    private synchronized void makeDirectory() {
        if (!stopping) {
            directory = RunDirectory.create("run");
        }
    }

    private void startAll(Options options) {
        database = start("PostgreSQL", EmbeddedDatabase::start, EmbeddedDatabase::url);
        kafka = start("Kafka", EmbeddedKafka::start, EmbeddedKafka::bootstrapServers);
        chain = start("Chain", () -> DevChain.start(DevChain.Options.automine(options.contracts())), DevChain::url);
        flink = start(
                "Flink",
                () -> FlinkCluster.start(options.taskManagers(), options.slotsPerTaskManager()),
                FlinkCluster::webAddress);
    }

    /** Starts one more part, tells of it, and stops it with the others, before those that were started earlier. */
    public <T extends AutoCloseable> T start(String name, Supplier<T> start, Function<T, String> address) {
        long begin = System.nanoTime();
        T part = open(name, start);
        Service service = new Service(name, address.apply(part), Duration.ofNanos(System.nanoTime() - begin));
        services.add(service);
        started.accept(service);
        return part;
    }

    /**
     * Opens what is to stop with the stack, before everything that runs already.
     *
     * @throws IllegalStateException when the stack is stopping; nothing has been opened
     */
    public synchronized <T extends AutoCloseable> T open(String name, Supplier<T> opening) {
        if (stopping) {
            throw new IllegalStateException("The stack is stopping");
        }
        T part = opening.get();
        running.push(new Running(name, part));
        return part;
    }

    public EmbeddedDatabase database() {
        return part(database);
    }

    public EmbeddedKafka kafka() {
        return part(kafka);
    }

    public DevChain chain() {
        return part(chain);
    }

    public FlinkCluster flink() {
        return part(flink);
    }

    /** What is up, in the order in which it started. */
    public List<Service> services() {
        return List.copyOf(services);
    }

    /** For files that live as long as the stack. */
    public Path directory() {
        return part(directory);
    }

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            LOG.debug("Closed while the program ends", e);
        }
    }

    private void stopAll() {
        // Before the monitor is free, so that no further part begins to start.
        stopping = true;
        synchronized (this) {
            for (Running next = running.poll(); next != null; next = running.poll()) {
                stop(next);
            }
            if (directory != null) {
                RunDirectory.delete(directory);
            }
        }
    }

    /** One part that does not stop well must not keep the others running. */
    private static void stop(Running part) {
        try {
            part.handle().close();
        } catch (Exception e) {
            LOG.warn("{} did not stop well", part.name(), e);
        }
    }

    private static <T> T part(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The stack has not started");
        }
        return part;
    }
}
