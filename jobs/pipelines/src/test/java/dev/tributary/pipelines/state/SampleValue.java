package dev.tributary.pipelines.state;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.AcceptedReport;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.SequenceWindow;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.royalties.PayerStanding;
import dev.tributary.pipelines.royalties.ShareVector;
import dev.tributary.pipelines.royalties.SplitHistory;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.BigIntSerializer;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.EnumSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.api.java.typeutils.runtime.NullableSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;

/**
 * Makes a value for a serialiser, with something in every field, some elements in every list and extreme numbers. The
 * newest version wrote the very same, so another value for a serialiser needs a new version.
 */
final class SampleValue {
    /** As many as terms have prices. */
    private static final int ELEMENTS = 4;

    private final SamplePacks packs = new SamplePacks();
    private int next = 1;

    static Object of(TypeSerializer<?> serializer) throws Exception {
        return new SampleValue().make(serializer);
    }

    private Object make(TypeSerializer<?> serializer) throws Exception {
        if (serializer instanceof PojoSerializer<?> pojo) {
            return makeRecord(pojo);
        }
        if (serializer instanceof CompactSerializer<?> compact) {
            return makeByType(compact.type());
        }
        if (serializer instanceof ListSerializer<?> list) {
            List<Object> made = new ArrayList<>();
            for (int i = 0; i < ELEMENTS; i++) {
                made.add(make(list.getElementSerializer()));
            }
            return made;
        }
        if (serializer instanceof MapSerializer<?, ?> map) {
            Map<Object, Object> made = new HashMap<>();
            made.put(make(map.getKeySerializer()), make(map.getValueSerializer()));
            return made;
        }
        if (serializer instanceof NullableSerializer<?>) {
            return make((TypeSerializer<?>) field(serializer, "originalSerializer"));
        }
        if (serializer instanceof StringSerializer) {
            return "text " + next++;
        }
        if (serializer instanceof LongSerializer) {
            return next++ % 2 == 0 ? Long.MIN_VALUE + next : Long.MAX_VALUE - next;
        }
        if (serializer instanceof IntSerializer) {
            return Integer.MAX_VALUE - next++;
        }
        if (serializer instanceof BooleanSerializer) {
            return true;
        }
        if (serializer instanceof BigIntSerializer) {
            return large();
        }
        if (serializer instanceof LongPrimitiveArraySerializer) {
            return new long[] {next++, Long.MIN_VALUE, Long.MAX_VALUE};
        }
        if (serializer instanceof EnumSerializer<?>) {
            return serializer.createInstance();
        }
        throw new IllegalArgumentException("no sample for " + serializer + ": add one here");
    }

    private Object makeRecord(PojoSerializer<?> pojo) throws Exception {
        Class<?> type = (Class<?>) field(pojo, "clazz");
        if (type == Split.class) {
            return new Split(List.of("account 1", "account 2"), List.of(1, 9_999));
        }
        Field[] fields = (Field[]) field(pojo, "fields");
        TypeSerializer<?>[] serializers = (TypeSerializer<?>[]) field(pojo, "fieldSerializers");
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < fields.length; i++) {
            values.put(fields[i].getName(), make(serializers[i]));
        }
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        return constructor.newInstance(Arrays.stream(components)
                .map(component -> values.get(component.getName()))
                .toArray());
    }

    /** What a compact serialiser writes is known by the type alone. */
    private Object makeByType(Class<?> type) throws Exception {
        Object pack = packs.make(type);
        if (pack != null) {
            return pack;
        }
        if (type == MeterTotals.class) {
            return MeterTotals.of(large(), large(), large(), large());
        }
        if (type == String.class) {
            return "text " + next++;
        }
        if (type == long.class) {
            return next++ % 2 == 0 ? Long.MIN_VALUE + next : Long.MAX_VALUE - next;
        }
        if (type == int.class) {
            return Integer.MAX_VALUE - next++;
        }
        if (type == BigInteger.class) {
            return large();
        }
        if (type == long[].class) {
            return new long[] {next++, Long.MIN_VALUE, Long.MAX_VALUE};
        }
        if (type == SequenceWindow.class) {
            return new SequenceWindow(List.of(
                    new AcceptedReport(next++, new byte[] {(byte) next++, -1, 0}),
                    new AcceptedReport(Long.MAX_VALUE, new byte[] {(byte) next++}),
                    new AcceptedReport(-1, new byte[] {(byte) next++})));
        }
        if (type == ShareVector.class) {
            return new ShareVector("text " + next++, List.of("text " + next++, "text " + next++), List.of(0L, -1L));
        }
        if (type == PayerStanding.class) {
            return new PayerStanding(large(), large(), List.of(-1L, (long) next++, Long.MAX_VALUE));
        }
        if (type == SplitHistory.class) {
            Split split = new Split(List.of("text " + next++, "text " + next++), List.of(1, 9_999));
            return new SplitHistory(List.of(
                    new Dated<>(Long.MIN_VALUE, next++, split), new Dated<>(Long.MAX_VALUE, Long.MAX_VALUE, split)));
        }
        if (type == List.class) {
            return List.of("text " + next++, "text " + next++);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[1];
        }
        if (!type.isRecord()) {
            throw new IllegalArgumentException("no sample for " + type + ": add one here, or where its holder is made");
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = makeByType(components[i].getType());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private BigInteger large() {
        return BigInteger.ONE.shiftLeft(255).add(BigInteger.valueOf(next++));
    }

    private static Object field(TypeSerializer<?> serializer, String name) throws Exception {
        Field field = serializer.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(serializer);
    }
}
