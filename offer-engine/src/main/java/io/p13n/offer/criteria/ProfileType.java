package io.p13n.offer.criteria;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Map;
import java.util.Optional;

/** The type of {@code profile}: a struct with a field for each attribute, so that a misspelt one is refused. */
@Immutable
final class ProfileType implements CelTypeProvider {

    private static final String NAME = "Profile";

    private final StructType type;

    private ProfileType(StructType type) {
        this.type = type;
    }

    static ProfileType of(Map<String, FactType> attributes) {
        ImmutableMap<String, CelType> fields = attributes.entrySet().stream()
                .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, field -> celType(field.getValue())));
        return new ProfileType(StructType.create(NAME, fields.keySet(), name -> Optional.ofNullable(fields.get(name))));
    }

    StructType type() {
        return type;
    }

    private static CelType celType(FactType type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case NUMBER -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case SCALAR -> SimpleType.DYN;
            case SCALARS -> ListType.create(SimpleType.DYN);
            case ROWS -> ListType.create(MapType.create(SimpleType.STRING, SimpleType.DYN));
        };
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.of(type);
    }

    @Override
    public Optional<CelType> findType(String typeName) {
        return typeName.equals(NAME) ? Optional.of(type) : Optional.empty();
    }
}
