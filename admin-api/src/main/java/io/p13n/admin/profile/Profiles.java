package io.p13n.admin.profile;

import io.p13n.admin.access.Caller;
import io.p13n.admin.audit.Audit;
import io.p13n.admin.definition.Definitions;
import io.p13n.admin.definition.KnownService;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.SensitiveFields;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Finds persons by an id. What is sensitive is left out unless it is asked for, and then the audit tells by whom. */
@Component
class Profiles {

    /** Of the journal, in a look-up. */
    private static final int MOST_CHANGES = 100;

    private final Definitions definitions;
    private final Persons persons;
    private final ProfileTables tables;
    private final Audit audit;
    private final JsonMapper json;

    Profiles(Definitions definitions, Persons persons, ProfileTables tables, Audit audit, JsonMapper json) {
        this.definitions = definitions;
        this.persons = persons;
        this.tables = tables;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Whom to find.
     *
     * @param id {@code key=value}, as events would carry it
     * @param sensitive whether sensitive values are asked for
     */
    record Query(ServiceId service, String id, boolean sensitive, Caller by) {}

    /** Fails with a {@link io.p13n.admin.http.Faulted} if the id is none of the service, or names nobody. */
    Mono<LookUp> lookUp(Query query, int mostEvents) {
        return person(query)
                .delayUntil(person -> person.sensitive() ? audit.note(query.by(), "read", person.said()) : Mono.empty())
                .flatMap(person -> Mono.zip(
                        tables.changes(query.service(), person.profile(), MOST_CHANGES)
                                .collectList(),
                        events(person, mostEvents).collectList(),
                        (changes, events) -> new LookUp(person.view(Instant.now()), changes, events)));
    }

    /**
     * All that is known of a person, in the form of a look-up, as pieces of JSON text. Fails likewise, but only before the
     * first piece.
     */
    Mono<Flux<String>> export(Query query) {
        return person(query)
                .delayUntil(person -> audit.note(query.by(), "export", person.said()))
                .map(this::written);
    }

    private Flux<String> written(Person person) {
        String head = json.writeValueAsString(person.view(Instant.now()));
        return Flux.concat(
                Flux.just(head.substring(0, head.length() - 1)), // without the brace that closes it
                array("changes", tables.changes(person.service().id(), person.profile(), Long.MAX_VALUE)),
                array("events", events(person, Long.MAX_VALUE)),
                Flux.just("}"));
    }

    private Flux<String> array(String name, Flux<?> elements) {
        return Flux.concat(
                Flux.just(",\"" + name + "\":["),
                elements.index()
                        .map(element -> (element.getT1() == 0 ? "" : ",") + json.writeValueAsString(element.getT2())),
                Flux.just("]"));
    }

    private Flux<EventView> events(Person person, long most) {
        SensitiveFields hidden = person.hidden();
        return tables.events(person.service().id(), person.ids(), most).map(event -> event.without(hidden));
    }

    private Mono<Person> person(Query query) {
        return definitions
                .service(query.service())
                .switchIfEmpty(Mono.error(() -> Fault.NOT_FOUND.because(
                        "there is no service " + query.service() + " that this release understands")))
                .flatMap(service -> person(query, service))
                .switchIfEmpty(Mono.error(
                        () -> Fault.NOT_FOUND.because("service " + query.service() + " knows nobody by this id")));
    }

    private Mono<Person> person(Query query, KnownService service) {
        Id id = id(service, query.id());
        return persons.of(query.service(), List.of(id)).mapNotNull(known -> {
            Profile holder = known.owner(id);
            return holder == null ? null : new Person(service, holder, known.batchData(), query.sensitive());
        });
    }

    private static Id id(KnownService service, String text) {
        return service.id(text)
                .orElseThrow(() -> Fault.INVALID.because(
                        "`id` is out of form", List.of(InputError.at("id", service.idsExpected()))));
    }
}
