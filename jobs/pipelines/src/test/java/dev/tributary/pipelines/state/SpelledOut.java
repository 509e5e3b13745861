package dev.tributary.pipelines.state;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A value as one text: all fields of records with their names, packs unpacked, bytes in hex, maps sorted. */
final class SpelledOut {
    private SpelledOut() {}

    static String of(@Nullable Object value) throws Exception {
        if (value instanceof Record holder) {
            StringJoiner text = new StringJoiner(", ", value.getClass().getSimpleName() + "[", "]");
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                Object held = accessor.invoke(holder);
                if (held instanceof byte[] bytes) {
                    held = Unpacked.of(holder, component.getName(), bytes);
                }
                text.add(component.getName() + "=" + of(held));
            }
            return text.toString();
        }
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, String> sorted = new TreeMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sorted.put(of(entry.getKey()), of(entry.getValue()));
            }
            return sorted.toString();
        }
        if (value instanceof Collection<?> values) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (Object element : values) {
                text.add(of(element));
            }
            return text.toString();
        }
        if (value instanceof long[] numbers) {
            return Arrays.toString(numbers);
        }
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
