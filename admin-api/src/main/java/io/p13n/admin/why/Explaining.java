package io.p13n.admin.why;

import io.p13n.admin.definition.CompiledVersions;
import io.p13n.admin.definition.CompiledVersions.CompiledVersion;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.admin.profile.Persons;
import io.p13n.admin.profile.Persons.Known;
import io.p13n.admin.why.DecisionTable.Kept;
import io.p13n.contract.RecordId;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.decision.Explanation;
import io.p13n.offer.decision.Meeting;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.profile.Identified;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tells what would be decided upon an event now, or was decided upon one then: by the engine itself. */
@Component
class Explaining {

    private final CompiledVersions versions;
    private final Persons persons;
    private final DecisionTable decisions;
    private final Clock clock = Clock.systemUTC();

    Explaining(CompiledVersions versions, Persons persons, DecisionTable decisions) {
        this.versions = versions;
        this.persons = persons;
        this.decisions = decisions;
    }

    /**
     * Explains what would be decided upon the profile as it is committed. Nothing is changed.
     *
     * @param sensitive whether values of sensitive attributes are shown
     */
    Mono<Answer> answer(ServiceId service, Question question, boolean sensitive) {
        return deciding(service, question).flatMap(version -> answer(service, question, version, sensitive));
    }

    private Mono<CompiledVersion> deciding(ServiceId service, Question question) {
        String definition = question.definition();
        if (definition != null) {
            return versions.proposed(service, definition);
        }
        Long version = question.version();
        return version == null ? versions.standing(service) : versions.version(service, version);
    }

    private Mono<Answer> answer(ServiceId service, Question question, CompiledVersion by, boolean sensitive) {
        Identified identified = by.service().identify(question.event());
        requireAcceptable(question, by.service(), identified);
        return persons.of(service, by.service().identity().counting(question.caller(), identified.ids()))
                .publishOn(Schedulers.boundedElastic())
                .map(known -> answer(question, by, known, identified, sensitive));
    }

    private Answer answer(
            Question question, CompiledVersion by, Known known, Identified identified, boolean sensitive) {
        var event = new AcceptedEvent(
                RecordId.next(), clock.instant(), question.table(), question.caller(), question.event());
        Meeting meeting = Meeting.of(event, by.service(), known::owner);
        Explanation explanation = by.service()
                .explain(
                        event,
                        meeting.joining(),
                        meeting.before(event, by.service()),
                        known.batchData(),
                        new Explanation.Manner(by.version(), sensitive));
        return Answer.of(explanation, event.acceptedAt(), Answer.Person.of(meeting, identified.dropped()));
    }

    /**
     * Explains what was decided upon the event that was answered under this uuid, the latest first; fails with a
     * {@link io.p13n.admin.http.Faulted} if nothing is kept of it.
     *
     * @param sensitive whether values of sensitive attributes are shown
     */
    Mono<List<Decision>> decisions(ServiceId service, UUID uuid, boolean sensitive) {
        return decisions
                .of(service, uuid)
                .flatMapIterable(Function.identity())
                .switchIfEmpty(
                        Mono.error(
                                () -> Fault.NOT_FOUND.because(
                                        "no decision upon " + uuid + " is kept: it is not"
                                                + " written yet (give it a second), was not of the sample, is past the retention, or erased")))
                .concatMap(kept -> versions.version(service, kept.definition())
                        .map(version -> decision(kept, version.service(), sensitive)))
                .collectList();
    }

    private static Decision decision(Kept kept, CompiledService service, boolean sensitive) {
        var manner = new Explanation.Manner(kept.definition(), sensitive);
        return Decision.of(kept, service.explain(kept.event(), kept.basis(), manner));
    }

    /** What ingest would refuse never comes to a decision. */
    private static void requireAcceptable(Question question, CompiledService service, Identified identified) {
        List<String> tables = service.definition().eventTables();
        if (!tables.contains(question.table())) {
            throw refused("table", "is no event table of the service; there are " + String.join(", ", tables));
        }
        if (question.caller() == Caller.PRIVATE && identified.ids().isEmpty()) {
            throw refused("event", "has no usable identifier, which a server's event needs" + dropped(identified));
        }
    }

    private static String dropped(Identified identified) {
        return identified.dropped().stream()
                .map(each -> "; " + each.key() + " is " + each.reason().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static RuntimeException refused(String member, String message) {
        return Fault.INVALID.because("ingest would refuse the event", List.of(InputError.at(member, message)));
    }
}
