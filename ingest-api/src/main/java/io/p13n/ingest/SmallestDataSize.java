package io.p13n.ingest;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes {@code @Min} of a {@link DataSize} mean its least bytes. Found as a service. */
public final class SmallestDataSize implements ConstraintValidator<Min, DataSize> {

    private long least;

    @Override
    public void initialize(Min constraint) {
        least = constraint.value();
    }

    @Override
    public boolean isValid(@Nullable DataSize size, ConstraintValidatorContext context) {
        return size == null || size.toBytes() >= least;
    }
}
