package io.p13n.admin.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The body of every failure, by RFC 9457. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonProperty("request_id") String requestId,
        List<InputError> errors) {

    static Problem of(Faulted faulted, String requestId) {
        Fault fault = faulted.fault();
        return new Problem(fault.type(), fault.title(), fault.status(), faulted.detail(), requestId, faulted.errors());
    }
}
