package dev.tributary.bench.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TaskManagerMemoryTest {
    @BeforeAll
    static void home() {
        System.setProperty("tributary.home", "../..");
    }

    @Test
    void isWhatTheShippedConfigurationLeavesOfFourGibibytes() {
        TaskManagerMemory rocksDb = TaskManagerMemory.shipped(StateKind.ROCKSDB);
        assertThat(rocksDb.heap()).isBetween(MemorySize.ofMebiBytes(1_500), MemorySize.ofMebiBytes(1_700));
        assertThat(rocksDb.managed()).isBetween(MemorySize.ofMebiBytes(1_300), MemorySize.ofMebiBytes(1_400));
        assertThat(rocksDb.javaOptions())
                .containsExactly(
                        "-Xms" + rocksDb.heap().getBytes(),
                        "-Xmx" + rocksDb.heap().getBytes());
    }

    @Test
    void stateOnTheHeapHasWhatRocksDbWouldHave() {
        TaskManagerMemory rocksDb = TaskManagerMemory.shipped(StateKind.ROCKSDB);
        TaskManagerMemory heap = TaskManagerMemory.shipped(StateKind.HASHMAP);
        assertThat(heap.managed()).isEqualTo(MemorySize.ZERO);
        assertThat(heap.heap()).isEqualTo(rocksDb.heap().add(rocksDb.managed()));
    }
}
