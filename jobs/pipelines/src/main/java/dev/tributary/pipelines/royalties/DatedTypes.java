package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Terms;
import java.math.BigInteger;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** Type information of dated histories as state; they grow with the chain's transactions alone, so they are kept whole. */
final class DatedTypes {
    static final TypeInformation<List<Dated<Terms>>> TERMS =
            Types.LIST(TypeInformation.of(new TypeHint<Dated<Terms>>() {}));
    static final TypeInformation<List<Dated<BigInteger>>> AMOUNTS =
            Types.LIST(TypeInformation.of(new TypeHint<Dated<BigInteger>>() {}));
    static final TypeInformation<List<Dated<Boolean>>> PERMISSIONS =
            Types.LIST(TypeInformation.of(new TypeHint<Dated<Boolean>>() {}));

    private DatedTypes() {}

    static <T> List<Dated<T>> orEmpty(@Nullable List<Dated<T>> history) {
        return history == null ? List.of() : history;
    }
}
