package io.p13n.admin.http;

import java.util.List;
import java.util.Locale;

/** Why a request fails. Its name is part of the contract: {@code urn:p13n:problem:conflict}. */
public enum Fault {
    UNAUTHENTICATED(401, "Not authenticated"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    CONFLICT(409, "In conflict with what stands"),
    VERSION_DIFFERS(412, "Another version stands"),
    TOO_LARGE(413, "Too large"),
    UNSUPPORTED(415, "Not in a form that is taken"),
    INVALID(422, "Not valid"),
    UNEXPECTED(500, "Unexpected failure"),
    UNAVAILABLE(503, "Not possible now");

    private final int status;
    private final String title;

    Fault(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    String type() {
        return "urn:p13n:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Says why.
     *
     * @param detail what is wrong and what would be right; never a secret
     */
    public Faulted because(String detail) {
        return because(detail, List.of());
    }

    /**
     * Says why, and where.
     *
     * @param errors where the input is wrong
     */
    public Faulted because(String detail, List<InputError> errors) {
        return new Faulted(this, detail, errors);
    }
}
