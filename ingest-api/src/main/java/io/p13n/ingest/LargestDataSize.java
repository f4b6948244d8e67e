package io.p13n.ingest;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes {@code @Max} of a {@link DataSize} mean its most bytes. Found as a service. */
public final class LargestDataSize implements ConstraintValidator<Max, DataSize> {

    private long most;

    @Override
    public void initialize(Max constraint) {
        most = constraint.value();
    }

    @Override
    public boolean isValid(@Nullable DataSize size, ConstraintValidatorContext context) {
        return size == null || size.toBytes() <= most;
    }
}
