package io.p13n.offer.definition;

import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads the text of a document, YAML or JSON, and checks all of it but the expressions. Plain data only: no anchors,
 * aliases, tags or duplicate members; at most 1 MB.
 */
public final class DefinitionReader {

    private static final Set<String> ACCOUNT_MEMBERS = Set.of("api_keys", "tokens");

    private DefinitionReader() {}

    /** Reads one document. Never throws, whatever the text. */
    public static Reading read(String text) {
        var problems = new Problems();
        var root = new DocumentText(problems).compose(text);
        if (root == null) {
            return new Reading.Refused(problems.all());
        }
        var value = new Value(root, "", problems);
        var document = isAccount(root) ? new AccountReader().read(value) : new ServiceReader().read(value);
        return problems.isEmpty() ? new Reading.Read(document) : new Reading.Refused(problems.all());
    }

    private static boolean isAccount(Node root) {
        return root instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(member -> member.getKeyNode() instanceof ScalarNode name
                                && ACCOUNT_MEMBERS.contains(name.getValue()));
    }
}
