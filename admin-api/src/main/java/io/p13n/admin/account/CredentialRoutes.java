package io.p13n.admin.account;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.definition.Amendment.Draft;
import io.p13n.admin.definition.Applied;
import io.p13n.admin.definition.Definitions;
import io.p13n.admin.http.Bodies;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The API keys of an account, and the tokens of its services. Each change is a new version of the account's document.
 */
@Configuration(proxyBeanMethods = false)
class CredentialRoutes {

    private static final String KEYS = MasterKeys.PATH + "/keys";
    private static final String TOKENS = MasterKeys.PATH + "/services/{instance:[1-9][0-9]{0,17}}/tokens";

    private final Definitions definitions;
    private final CredentialUses uses;

    CredentialRoutes(Definitions definitions, CredentialUses uses) {
        this.definitions = definitions;
        this.uses = uses;
    }

    @Bean
    RouterFunction<ServerResponse> credentialsOfAccount(MasterKeys masterKeys) {
        var routes = RouterFunctions.route();
        for (String path : List.of(KEYS, TOKENS)) {
            routes.GET(path, this::list)
                    .POST(path, this::make)
                    .DELETE(path + "/{name}", this::revoke)
                    .POST(path + "/{name}/rotate", this::rotate);
        }
        return routes.filter(masterKeys).build();
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Shelf shelf = shelf(request);
        return definitions
                .text(shelf.key())
                .defaultIfEmpty("")
                .zipWith(uses.of(shelf), (document, lastUses) -> Listing.of(shelf, document, lastUses))
                .flatMap(listing -> ServerResponse.ok().bodyValue(listing));
    }

    private Mono<ServerResponse> make(ServerRequest request) {
        return Bodies.object(request).flatMap(members -> make(request, shelf(request), members));
    }

    private Mono<ServerResponse> make(ServerRequest request, Shelf shelf, Map<String, Object> members) {
        String name = nameIn(members);
        refuseMembers(members, shelf);
        return Secret.make(shelf.digits())
                .flatMap(secret -> edit(
                                request,
                                shelf,
                                "make " + shelf.word() + " " + name,
                                secret,
                                edit -> edit.add(members, secret.digest()))
                        .flatMap(applied -> shown(name, secret, applied)));
    }

    private Mono<ServerResponse> rotate(ServerRequest request) {
        return Bodies.object(request)
                .map(CredentialRoutes::oldExpiresAt)
                .flatMap(end -> rotate(request, shelf(request), request.pathVariable("name"), end));
    }

    private Mono<ServerResponse> rotate(ServerRequest request, Shelf shelf, String name, End end) {
        return Secret.make(shelf.digits())
                .flatMap(secret -> edit(
                                request,
                                shelf,
                                "rotate " + shelf.word() + " " + name,
                                secret,
                                edit -> edit.rotate(name, secret.digest(), end.at()))
                        .flatMap(applied -> shown(name, secret, applied)));
    }

    private Mono<ServerResponse> revoke(ServerRequest request) {
        Shelf shelf = shelf(request);
        String name = request.pathVariable("name");
        return edit(request, shelf, "revoke " + shelf.word() + " " + name, null, edit -> edit.remove(name))
                .flatMap(applied ->
                        ServerResponse.status(status(applied, HttpStatus.OK)).bodyValue(applied));
    }

    private Mono<Applied> edit(ServerRequest request, Shelf shelf, String action, @Nullable Secret made, Step step) {
        String digest = made == null ? "" : made.digest().hex();
        return definitions.change(
                shelf.key(),
                action,
                standing -> new Draft.Edited(
                        step.on(AccountEdit.of(shelf, standing)).text(), digest),
                Caller.of(request));
    }

    /** What is done to the document. */
    private interface Step {
        AccountEdit on(AccountEdit edit);
    }

    private static Mono<ServerResponse> shown(String name, Secret secret, Applied applied) {
        return ServerResponse.status(status(applied, HttpStatus.CREATED))
                .header("Cache-Control", "no-store")
                .bodyValue(new Made(name, secret.plain(), applied.version(), applied.published()));
    }

    private static HttpStatus status(Applied applied, HttpStatus done) {
        return applied.published() ? done : HttpStatus.ACCEPTED;
    }

    private static String nameIn(Map<String, Object> members) {
        if (members.get("name") instanceof String name && !name.isBlank()) {
            return name;
        }
        throw invalid("name", "is required: a text that names it among the others");
    }

    /** What is not for the caller to say. */
    private static void refuseMembers(Map<String, Object> members, Shelf shelf) {
        for (String ours : Set.of("digest", "instance")) {
            if (members.containsKey(ours)) {
                throw invalid(ours, "is not taken here: the " + shelf.word() + " is made by this call");
            }
        }
    }

    /**
     * When the old value ends.
     *
     * @param at null if only by a revocation
     */
    private record End(@Nullable Instant at) {}

    private static End oldExpiresAt(Map<String, Object> members) {
        for (String member : members.keySet()) {
            if (!member.equals("old_expires_at")) {
                throw invalid(member, "is not known; there is `old_expires_at`");
            }
        }
        Object text = members.get("old_expires_at");
        try {
            return new End(
                    text == null ? null : OffsetDateTime.parse(text.toString()).toInstant());
        } catch (DateTimeException malformed) {
            throw invalid("old_expires_at", "must be a moment with its offset, like 2026-11-27T00:00:00Z");
        }
    }

    private static RuntimeException invalid(String member, String message) {
        return Fault.INVALID.because("the body is out of form", List.of(InputError.at(member, message)));
    }

    private static Shelf shelf(ServerRequest request) {
        long account = Caller.of(request).account();
        String instance = request.pathVariables().get("instance");
        return instance == null ? new Shelf.Keys(account) : new Shelf.Tokens(account, Long.parseLong(instance));
    }
}
