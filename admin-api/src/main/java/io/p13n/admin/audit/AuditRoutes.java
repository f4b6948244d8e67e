package io.p13n.admin.audit;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.http.Page;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Where the changes of an account are read. */
@Configuration(proxyBeanMethods = false)
class AuditRoutes {

    @Bean
    RouterFunction<ServerResponse> auditOfAccount(Audit audit, MasterKeys masterKeys) {
        return RouterFunctions.route()
                .GET(MasterKeys.PATH + "/audit", request -> list(audit, request))
                .filter(masterKeys)
                .build();
    }

    private static Mono<ServerResponse> list(Audit audit, ServerRequest request) {
        Page page = Page.of(request);
        return audit.entries(Caller.of(request).account(), page)
                .map(entries -> page.answer("entries", entries, Entry::id))
                .flatMap(answer -> ServerResponse.ok().bodyValue(answer));
    }
}
