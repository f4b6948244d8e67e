package io.p13n.contract;

/** A record's headers are not what ingest writes; whoever produced it was no ingest replica. */
public final class MalformedHeaders extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedHeaders(String name) {
        super("the record header '" + name + "' is missing or out of form");
    }

    MalformedHeaders(String name, Throwable cause) {
        super("the record header '" + name + "' is out of form", cause);
    }
}
