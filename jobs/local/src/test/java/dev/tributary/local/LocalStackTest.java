package dev.tributary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LocalStackTest {
    private final LocalStack stack = LocalStack.empty(service -> {});
    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void whoeverStopsTheStackWaitsForThePartThatIsStarting() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<AutoCloseable> part = CompletableFuture.supplyAsync(() -> stack.open("slow", () -> {
            starting.countDown();
            awaitQuietly(started);
            return () -> stopped.add("slow");
        }));
        starting.await();
        Thread interrupt = new Thread(stack::close);
        interrupt.start();
        await().until(() -> interrupt.getState() == Thread.State.BLOCKED);
        assertThat(stopped).isEmpty();
        started.countDown();
        interrupt.join();
        part.join();
        assertThat(stopped).containsExactly("slow");
        assertThat(stack.directory()).doesNotExist();
    }

    @Test
    void whoeverStopsTheStackSecondWaitsForTheFirst() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        stack.open("slow", () -> () -> {
            stopping.countDown();
            awaitQuietly(proceed);
            stopped.add("slow");
        });
        Thread first = new Thread(stack::close);
        first.start();
        stopping.await();
        Thread second = new Thread(stack::close);
        second.start();
        await().until(() -> second.getState() == Thread.State.BLOCKED);
        proceed.countDown();
        second.join();
        assertThat(stopped).containsExactly("slow");
        first.join();
    }

    @Test
    void aStoppedStackOpensNothing() {
        stack.close();
        List<String> opened = new ArrayList<>();
        assertThatThrownBy(() -> stack.open("late", () -> {
                    opened.add("late");
                    return () -> stopped.add("late");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(opened).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
