package dev.tributary.pipelines.compact;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink, by the annotation {@code TypeInfo}, that a {@link CompactSerializer} is to be used for a type. */
public abstract class CompactType<T> extends TypeInfoFactory<T> {
    private final CompactSerializer<T> serializer;

    protected CompactType(CompactSerializer<T> serializer) {
        this.serializer = serializer;
    }

    @Override
    public final TypeInformation<T> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
        return new Information<>(serializer);
    }

    private static final class Information<T> extends TypeInformation<T> {
        private static final long serialVersionUID = 1L;

        private final CompactSerializer<T> serializer;

        Information(CompactSerializer<T> serializer) {
            this.serializer = serializer;
        }

        @Override
        public boolean isBasicType() {
            return false;
        }

        @Override
        public boolean isTupleType() {
            return false;
        }

        @Override
        public int getArity() {
            return 1;
        }

        @Override
        public int getTotalFields() {
            return 1;
        }

        @Override
        public Class<T> getTypeClass() {
            return serializer.type();
        }

        @Override
        public boolean isKeyType() {
            return false;
        }

        @Override
        public TypeSerializer<T> createSerializer(SerializerConfig config) {
            return serializer.duplicate();
        }

        @Override
        public boolean canEqual(Object other) {
            return other instanceof Information;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Information<?> information && information.serializer.equals(serializer);
        }

        @Override
        public int hashCode() {
            return serializer.hashCode();
        }

        @Override
        public String toString() {
            return "Compact<" + serializer.type().getSimpleName() + ">";
        }
    }
}
