package io.p13n.offer.decision;

import io.p13n.offer.criteria.CheckedCriterion;
import io.p13n.offer.criteria.Criteria;
import io.p13n.offer.criteria.Criterion;
import io.p13n.offer.criteria.FactType;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Aggregate;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.definition.BuiltIn;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.Expression;
import io.p13n.offer.definition.OfferDefinition;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a definition's expressions and makes a service of it, or says all that is wrong with them. */
final class ServiceCompiler {

    private final ServiceDefinition definition;
    private final ProfileLayout layout;
    private final Criteria criteria;
    private final List<DefinitionProblem> problems = new ArrayList<>();

    ServiceCompiler(ServiceDefinition definition) {
        this.definition = definition;
        this.layout = ProfileLayout.of(types(definition.attributes()));
        this.criteria = Criteria.over(layout);
    }

    Compilation compile() {
        var filters = keyEvents();
        var keyEvents = new KeyEvents(filters, definition.eventTables());
        var offers = offers(keyEvents, sensitive(definition.attributes()));
        if (!problems.isEmpty()) {
            return new Compilation.Refused(problems);
        }
        return new Compilation.Compiled(
                new CompiledService(definition, layout, keyEvents, offers), Warnings.of(definition, filters, offers));
    }

    private List<CompiledKeyEvent> keyEvents() {
        return definition.keyEvents().stream()
                .map(event ->
                        new CompiledKeyEvent(event.name(), event.table(), criterion(event.when(), criteria::onEvent)))
                .toList();
    }

    private List<CompiledOffer> offers(KeyEvents keyEvents, Set<String> sensitive) {
        return definition.personalizations().stream()
                .flatMap(personalization -> personalization.offers().stream())
                .map(offer -> offer(offer, keyEvents, sensitive))
                .toList();
    }

    private CompiledOffer offer(OfferDefinition offer, KeyEvents keyEvents, Set<String> sensitive) {
        var entry = offer.entryCriteria();
        return new CompiledOffer(
                offer,
                keyEvents.number(entry.keyEvent()),
                criterion(entry.event(), criteria::onEvent),
                criterion(entry.profile(), criteria::onProfile),
                sensitive,
                layout,
                definition.catalogs());
    }

    /** Null where there is no expression, and where there is a wrong one, which is noted. */
    private @Nullable Criterion criterion(
            @Nullable Expression expression, Function<Expression, CheckedCriterion> check) {
        if (expression == null) {
            return null;
        }
        var checked = check.apply(expression);
        if (checked instanceof CheckedCriterion.Sound sound) {
            return sound.criterion();
        }
        problems.addAll(((CheckedCriterion.Unsound) checked).problems());
        return null;
    }

    private static Set<String> sensitive(List<AttributeDefinition> attributes) {
        return attributes.stream()
                .filter(AttributeDefinition::sensitive)
                .flatMap(attribute -> attribute.flatNames().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The type of each attribute, by flat name, built-in ones too. */
    static Map<String, FactType> types(List<AttributeDefinition> attributes) {
        var types = new LinkedHashMap<String, FactType>();
        BuiltIn.TYPES.forEach((name, type) -> types.put(name, FactType.valueOf(type.name())));
        attributes.forEach(attribute -> addTypes(attribute, types));
        return types;
    }

    private static void addTypes(AttributeDefinition attribute, Map<String, FactType> types) {
        if (attribute instanceof Single single) {
            types.put(single.name(), FactType.valueOf(single.type().name()));
        } else if (attribute instanceof Imported imported) {
            types.put(imported.name(), FactType.valueOf(imported.type().name()));
        } else if (attribute instanceof Listed list) {
            types.put(list.name(), FactType.ROWS);
            list.aggregates().forEach((name, aggregate) -> types.put(list.flatName(name), type(aggregate.function())));
        } else {
            attribute.flatNames().forEach(name -> types.put(name, FactType.NUMBER));
        }
    }

    private static FactType type(Aggregate.Function function) {
        return switch (function) {
            case FIRST, LAST -> FactType.SCALAR;
            case DISTINCT -> FactType.SCALARS;
            case SUM, MIN, MAX -> FactType.NUMBER;
        };
    }
}
