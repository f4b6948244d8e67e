package io.p13n.admin.http;

import java.util.List;

/** Carries a {@link Fault} to the one translator. */
public final class Faulted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final transient List<InputError> errors;

    Faulted(Fault fault, String detail, List<InputError> errors) {
        super(detail, null, false, false);
        this.fault = fault;
        this.errors = List.copyOf(errors);
    }

    Fault fault() {
        return fault;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<InputError> errors() {
        return errors;
    }
}
