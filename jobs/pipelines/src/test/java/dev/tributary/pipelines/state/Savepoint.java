package dev.tributary.pipelines.state;

import dev.tributary.pipelines.JobGraphs;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;

/** Looks into a savepoint in the canonical format: which states it has, how they are serialised, and how full they are. */
final class Savepoint {
    private final Map<String, SavedState> states = new TreeMap<>();

    private final SortedSet<String> uids = new TreeSet<>();
    private final SortedSet<String> withState = new TreeSet<>();

    private Savepoint() {}

    /** @param directory with its {@code _metadata}; the state itself must lie in it too */
    static Savepoint read(Path directory) throws Exception {
        Savepoint savepoint = new Savepoint();
        Path metadata = directory.resolve("_metadata");
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            for (OperatorState operator : Checkpoints.loadCheckpointMetadata(
                            in, Savepoint.class.getClassLoader(), directory.toString())
                    .getOperatorStates()) {
                String uid = operator.getOperatorUid().orElseThrow();
                savepoint.uids.add(uid);
                for (OperatorSubtaskState subtask : operator.getStates()) {
                    savepoint.read(uid, subtask);
                    if (subtask.hasState()) {
                        savepoint.withState.add(JobGraphs.uid(uid));
                    }
                }
            }
        }
        return savepoint;
    }

    /** States of the operators whose uids begin so, by uid and name; timers are Flink's own. */
    List<SavedState> states(String uidPrefix) {
        return states.values().stream()
                .filter(state -> state.uid().startsWith(uidPrefix))
                .filter(state -> !state.name().startsWith("_timer_state/"))
                .toList();
    }

    /** Of all operators, with state and without, that begin so. */
    List<String> uids(String prefix) {
        return uids.stream().filter(uid -> uid.startsWith(prefix)).toList();
    }

    /** Of the operators that left anything, as they were given. */
    SortedSet<String> uidsWithState() {
        return withState;
    }

    private void read(String uid, OperatorSubtaskState subtask) throws Exception {
        for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
            readOperatorState(uid, handle);
        }
        for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
            readKeyedState(uid, (KeyGroupsStateHandle) handle);
        }
    }

    private void readOperatorState(String uid, OperatorStateHandle handle) throws IOException {
        try (FSDataInputStream in = handle.openInputStream()) {
            OperatorBackendSerializationProxy proxy =
                    new OperatorBackendSerializationProxy(getClass().getClassLoader());
            proxy.read(new DataInputViewStreamWrapper(in));
            for (StateMetaInfoSnapshot meta : proxy.getOperatorStateMetaInfoSnapshots()) {
                add(uid, meta, offsets(handle, meta).length);
            }
            for (StateMetaInfoSnapshot meta : proxy.getBroadcastStateMetaInfoSnapshots()) {
                in.seek(offsets(handle, meta)[0]);
                add(uid, meta, new DataInputViewStreamWrapper(in).readInt());
            }
        }
    }

    private static long[] offsets(OperatorStateHandle handle, StateMetaInfoSnapshot meta) {
        var partitions = handle.getStateNameToPartitionOffsets().get(meta.getName());
        return partitions == null ? new long[0] : partitions.getOffsets();
    }

    private void readKeyedState(String uid, KeyGroupsStateHandle handle) throws Exception {
        var restore = new FullSnapshotRestoreOperation<>(
                handle.getKeyGroupRange(),
                getClass().getClassLoader(),
                List.of(handle),
                StateSerializerProvider.fromNewRegisteredSerializer(keySerializer(handle)));
        try (ThrowingIterator<SavepointRestoreResult> results = restore.restore()) {
            while (results.hasNext()) {
                SavepointRestoreResult result = results.next();
                List<StateMetaInfoSnapshot> metas = new ArrayList<>(result.getStateMetaInfoSnapshots());
                metas.forEach(meta -> add(uid, meta, 0));
                try (var groups = result.getRestoredKeyGroups()) {
                    while (groups.hasNext()) {
                        count(uid, metas, groups.next().getKeyGroupEntries());
                    }
                }
            }
        }
    }

    private static TypeSerializer<Object> keySerializer(KeyGroupsStateHandle handle) throws IOException {
        try (FSDataInputStream in = handle.openInputStream()) {
            KeyedBackendSerializationProxy<Object> proxy =
                    new KeyedBackendSerializationProxy<>(Savepoint.class.getClassLoader());
            proxy.read(new DataInputViewStreamWrapper(in));
            return proxy.getKeySerializerSnapshot().restoreSerializer();
        }
    }

    private void count(String uid, List<StateMetaInfoSnapshot> metas, ThrowingIterator<KeyGroupEntry> entries)
            throws Exception {
        try (entries) {
            while (entries.hasNext()) {
                add(uid, metas.get(entries.next().getKvStateId()), 1);
            }
        }
    }

    private void add(String uid, StateMetaInfoSnapshot meta, long entries) {
        states.merge(uid + " " + meta.getName(), new SavedState(uid, meta.getName(), meta, entries), SavedState::plus);
    }
}
