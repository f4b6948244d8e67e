package io.p13n.offer.decision;

import io.p13n.offer.criteria.Criterion;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.Expression;
import io.p13n.offer.definition.KeyEvent;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is allowed in a definition but hardly meant. */
final class Warnings {

    /** What a key is called whose values others know or can guess. */
    private static final List<String> GUESSABLE =
            List.of("mail", "phone", "customer", "member", "account", "login", "user", "name");

    private final List<DefinitionProblem> warnings = new ArrayList<>();

    private Warnings() {}

    static List<DefinitionProblem> of(
            ServiceDefinition definition, List<CompiledKeyEvent> keyEvents, List<CompiledOffer> offers) {
        var warnings = new Warnings();
        warnings.ofIdentity(definition);
        warnings.ofKeyEvents(definition.keyEvents(), keyEvents);
        warnings.ofAttributes(definition, offers);
        offers.forEach(offer -> warnings.of(offer, definition));
        return List.copyOf(warnings.warnings);
    }

    private void ofIdentity(ServiceDefinition definition) {
        definition.identity().keys().stream()
                .filter(key ->
                        key.isPublic() && GUESSABLE.stream().anyMatch(key.name().toLowerCase(Locale.ROOT)::contains))
                .forEach(key -> warnings.add(definition
                        .places()
                        .identityKey(key.name())
                        .problem("`" + key.name() + "` is public: whoever guesses another customer's can act as that"
                                + " customer from a page; make public only ids that nobody can guess")));
    }

    /** Both in the same order. */
    private void ofKeyEvents(List<KeyEvent> definitions, List<CompiledKeyEvent> keyEvents) {
        for (int i = 0; i < keyEvents.size(); i++) {
            ofConstant(definitions.get(i).when(), keyEvents.get(i).when(), "the key event never happens");
        }
    }

    private void ofAttributes(ServiceDefinition definition, List<CompiledOffer> offers) {
        Set<String> read = new HashSet<>();
        offers.forEach(offer -> read.addAll(offer.reads()));
        definition.attributes().stream()
                .filter(attribute -> Collections.disjoint(attribute.flatNames(), read))
                .forEach(attribute -> warnings.add(definition
                        .places()
                        .attribute(attribute.name())
                        .problem("no offer reads `" + attribute.name() + "`")));
    }

    private void of(CompiledOffer offer, ServiceDefinition definition) {
        var entry = offer.definition().entryCriteria();
        if (entry.keyEvent() == null && entry.event() == null && entry.profile() == null) {
            warnings.add(definition
                    .places()
                    .offer(offer.name())
                    .problem("`" + offer.name() + "` has no entry criteria: it comes with every event"));
        }
        ofConstant(entry.event(), offer.event(), "the offer never comes");
        ofConstant(entry.profile(), offer.profile(), "the offer never comes");
    }

    private void ofConstant(@Nullable Expression expression, @Nullable Criterion criterion, String otherwise) {
        var always = criterion == null ? null : criterion.always();
        if (expression != null && always != null) {
            warnings.add(expression.problem(
                    1, 1, always ? "is always true; leave it out" : "is always false, so " + otherwise));
        }
    }
}
