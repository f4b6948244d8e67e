package io.p13n.admin.why;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.audit.Audit;
import io.p13n.admin.http.Bodies;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.contract.ServiceId;
import java.util.List;
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
                .filter(masterKeys)
                .build();
    }

    private Mono<ServerResponse> explain(ServerRequest request) {
        boolean sensitive = isSensitive(request);
        return Bodies.object(request)
                .map(Question::of)
                .flatMap(question -> explaining.answer(service(request), question, sensitive))
                .delayUntil(answer -> sensitive ? note(request, answer) : Mono.empty())
                .flatMap(answer ->
                        ServerResponse.ok().header("Cache-Control", "no-store").bodyValue(answer));
    }

    /** By the profile's id, which names nobody once the person is erased. */
    private Mono<Void> note(ServerRequest request, Answer answer) {
        return audit.note(
                Caller.of(request),
                "explain with sensitive values",
                "service/" + service(request) + " profile " + answer.profile().id());
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
