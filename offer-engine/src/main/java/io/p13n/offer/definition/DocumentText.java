package io.p13n.offer.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Turns text into a tree of nodes that know their place, if it is plain data of a sane size. */
final class DocumentText {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 64;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(MAX_BYTES + 1)
            .setSchema(new JsonSchema())
            .build();

    private final Problems problems;

    DocumentText(Problems problems) {
        this.problems = problems;
    }

    /** Null where the text is not a document; why is noted. */
    @Nullable
    Node compose(String text) {
        if (text.length() > MAX_BYTES || text.getBytes(UTF_8).length > MAX_BYTES) {
            return refused("the document is over 1 MB; split what it does over several services");
        }
        try {
            return isPlain(text) ? root(text) : null;
        } catch (MarkedYamlEngineException e) {
            problems.add(
                    "",
                    e.getProblemMark().or(e::getContextMark),
                    "is neither YAML nor JSON here: " + String.valueOf(e.getProblem()));
        } catch (YamlEngineException | IllegalArgumentException e) {
            problems.add("", Optional.empty(), "is neither YAML nor JSON: " + firstLine(e));
        }
        return null;
    }

    private @Nullable Node root(String text) {
        return new Compose(SETTINGS)
                .composeString(text)
                .orElseGet(() -> refused("the document is empty; it needs at least `account`"));
    }

    /** Composing is recursive and copies what an alias names, so this goes over the text first. */
    private boolean isPlain(String text) {
        var plain = true;
        var depth = 0;
        for (var event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                problems.add(
                        "", event.getStartMark(), "is nested too deep; at most " + MAX_DEPTH + " levels are taken");
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
            plain &= isPlain(event);
        }
        return plain;
    }

    private boolean isPlain(Event event) {
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            problems.add("", event.getStartMark(), "YAML anchors and aliases are not taken; write the value out");
            return false;
        }
        var tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent start ? start.getTag() : Optional.<String>empty();
        tag.ifPresent(name ->
                problems.add("", event.getStartMark(), "the YAML tag `" + name + "` is not taken; write plain data"));
        return tag.isEmpty();
    }

    private @Nullable Node refused(String message) {
        problems.add("", Optional.empty(), message);
        return null;
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
