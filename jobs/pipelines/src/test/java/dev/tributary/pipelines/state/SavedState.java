package dev.tributary.pipelines.state;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/**
 * One state of one operator, in all its subtasks.
 *
 * @param entries values, or entries of a map
 */
record SavedState(String uid, String name, StateMetaInfoSnapshot meta, long entries) {

    SavedState plus(SavedState other) {
        return new SavedState(uid, name, meta, entries + other.entries);
    }

    /** As its fixtures are named. */
    String fullName() {
        return uid + "." + name;
    }

    /** Of what the state holds: one serialiser, or those of the keys and the values of a broadcast map. */
    List<TypeSerializerSnapshot<?>> serializers() {
        List<TypeSerializerSnapshot<?>> serializers = new ArrayList<>();
        if (meta.getBackendStateType() == BackendStateType.BROADCAST) {
            serializers.add(meta.getTypeSerializerSnapshot(CommonSerializerKeys.KEY_SERIALIZER));
        }
        serializers.add(meta.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER));
        return serializers;
    }
}
