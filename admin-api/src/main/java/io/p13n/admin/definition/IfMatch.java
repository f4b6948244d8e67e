package io.p13n.admin.definition;

import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.contract.PublishedDefinition;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The version that a caller means to follow.
 *
 * @param version 0 for whatever stands: the header may be left out
 */
record IfMatch(long version) {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    static IfMatch of(ServerRequest request) {
        String header = request.headers().asHttpHeaders().getFirst(HttpHeaders.IF_MATCH);
        if (header == null) {
            return new IfMatch(0);
        }
        Matcher tag = TAG.matcher(header.strip());
        if (!tag.matches()) {
            throw Fault.INVALID.because(
                    "If-Match is out of form", List.of(InputError.at("If-Match", "must be a version, like \"7\"")));
        }
        return new IfMatch(Long.parseLong(tag.group(1)));
    }

    void require(@Nullable PublishedDefinition standing) {
        long stands = standing == null ? 0 : standing.version();
        if (version != 0 && version != stands) {
            throw Fault.VERSION_DIFFERS.because("If-Match says version " + version
                    + (stands == 0 ? ", but there is none" : ", but version " + stands + " stands"));
        }
    }
}
