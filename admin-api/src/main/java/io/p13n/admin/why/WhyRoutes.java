package io.p13n.admin.why;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.audit.Audit;
import io.p13n.admin.http.Bodies;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.contract.ServiceId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Where it is asked why. Whoever asks for sensitive values is noted in the audit before they are shown. */
@Configuration(proxyBeanMethods = false)
class WhyRoutes {

    private static final String OF_SERVICE = MasterKeys.PATH + "/services/{instance:[1-9][0-9]{0,17}}";

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Explaining explaining;
    private final Audit audit;

    WhyRoutes(Explaining explaining, Audit audit) {
        this.explaining = explaining;
        this.audit = audit;
    }

    @Bean
    RouterFunction<ServerResponse> whyOfAccount(MasterKeys masterKeys) {
        return RouterFunctions.route()
                .POST(OF_SERVICE + "/explain", this::explain)
                .GET(OF_SERVICE + "/decisions/{uuid}", this::decisions)
                .filter(masterKeys)
                .build();
    }

    private Mono<ServerResponse> explain(ServerRequest request) {
        boolean sensitive = isSensitive(request);
        return Bodies.object(request)
                .map(Question::of)
                .flatMap(question -> explaining.answer(service(request), question, sensitive))
                .delayUntil(answer -> sensitive
                        ? note(request, "explain", "profile " + answer.profile().id())
                        : Mono.empty())
                .flatMap(WhyRoutes::answered);
    }

    private Mono<ServerResponse> decisions(ServerRequest request) {
        boolean sensitive = isSensitive(request);
        UUID uuid = uuid(request.pathVariable("uuid"));
        return explaining
                .decisions(service(request), uuid, sensitive)
                .delayUntil(decisions -> sensitive ? note(request, "read decision", "event " + uuid) : Mono.empty())
                .map(decisions -> Map.of("decisions", decisions))
                .flatMap(WhyRoutes::answered);
    }

    private static Mono<ServerResponse> answered(Object answer) {
        return ServerResponse.ok().header("Cache-Control", "no-store").bodyValue(answer);
    }

    /** By ids that name nobody once the person is erased. */
    private Mono<Void> note(ServerRequest request, String action, String subject) {
        return audit.note(
                Caller.of(request), action + " with sensitive values", "service/" + service(request) + " " + subject);
    }

    private static UUID uuid(String text) {
        if (UUID_TEXT.matcher(text).matches()) {
            return UUID.fromString(text);
        }
        throw Fault.INVALID.because(
                "`uuid` is out of form",
                List.of(InputError.at("uuid", "must be what the answer's X-Event-Uuid said, a UUID in text form")));
    }

    private static boolean isSensitive(ServerRequest request) {
        String asked = request.queryParam("sensitive").orElse("false");
        if (asked.equals("true") || asked.equals("false")) {
            return asked.equals("true");
        }
        throw Fault.INVALID.because(
                "`sensitive` is out of form", List.of(InputError.at("sensitive", "must be true or false")));
    }

    private static ServiceId service(ServerRequest request) {
        return new ServiceId(Caller.of(request).account(), Long.parseLong(request.pathVariable("instance")));
    }
}
