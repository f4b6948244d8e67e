package io.p13n.admin.erasure;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.erasure.ErasureOutcome.Done;
import io.p13n.admin.erasure.ErasureOutcome.Refused;
import io.p13n.admin.http.Bodies;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.contract.ServiceId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Where persons are erased. Ids come in the body, so that no list of requests names who is gone. */
@Configuration(proxyBeanMethods = false)
class ErasureRoutes {

    private static final String ERASURES = MasterKeys.PATH + "/services/{instance:[1-9][0-9]{0,17}}/erasures";

    /** Each takes a second or so, and the caller waits. */
    private static final int MOST_IDS = 50;

    private final Erasing erasing;

    ErasureRoutes(Erasing erasing) {
        this.erasing = erasing;
    }

    @Bean
    RouterFunction<ServerResponse> erasuresOfAccount(MasterKeys masterKeys) {
        return RouterFunctions.route()
                .POST(ERASURES, this::erase)
                .filter(masterKeys)
                .build();
    }

    private Mono<ServerResponse> erase(ServerRequest request) {
        Caller by = Caller.of(request);
        var service = new ServiceId(by.account(), Long.parseLong(request.pathVariable("instance")));
        return Bodies.object(request)
                .flatMap(members -> erasing.erase(service, ids(members), by))
                .map(ErasureRoutes::done)
                .flatMap(done -> ServerResponse.ok().bodyValue(done));
    }

    private static Done done(ErasureOutcome outcome) {
        if (outcome instanceof Refused refused) {
            throw refused.fault().because(refused.reason(), refused.errors());
        }
        return (Done) outcome;
    }

    private static List<String> ids(Map<String, Object> members) {
        if (members.keySet().equals(Set.of("ids")) && members.get("ids") instanceof List<?> ids) {
            boolean sound = ids.stream().allMatch(String.class::isInstance);
            if (sound && !ids.isEmpty() && ids.size() <= MOST_IDS) {
                return ids.stream().map(String.class::cast).toList();
            }
        }
        throw Fault.INVALID.because(
                "the body is out of form",
                List.of(InputError.at(
                        "ids", "is all that is taken: a list of 1 to " + MOST_IDS + " texts, key=value")));
    }
}
