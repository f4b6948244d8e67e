package io.p13n.offer.criteria;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a checked tree into nodes, once, or refuses what this engine doesn't evaluate. */
final class Planner {

    /** In nodes, those of a macro counted once for each of this many elements. */
    private static final long MOST_COST = 1_000_000;

    private static final int ASSUMED_ELEMENTS = 100;

    private static final String WHOLE_PROFILE = "`profile` can be read only by its attributes, like `profile.known`";

    private final ProfileLayout layout;
    private final CelAbstractSyntaxTree tree;
    private final Map<String, Integer> scope = new HashMap<>();
    private final Set<String> attributes = new HashSet<>();
    private final Functions functions = new Functions(this);
    private List<Read> reads = new ArrayList<>();
    private int depth;
    private int variables;
    private int nodes;
    private long cost;
    private long weight = 1;

    Planner(ProfileLayout layout, CelAbstractSyntaxTree tree) {
        this.layout = layout;
        this.tree = tree;
    }

    Criterion plan() throws Refusal {
        var clauses = new ArrayList<Clause>();
        for (var conjunct : Operands.of("_&&_", tree.getExpr())) {
            reads = new ArrayList<>();
            var node = plan(conjunct);
            clauses.add(new Clause(ClauseText.of(conjunct, tree), node, reads));
        }
        return new Criterion(clauses, variables, attributes);
    }

    Node plan(CelExpr expr) throws Refusal {
        nodes++;
        cost += weight;
        if (cost > MOST_COST) {
            throw new Refusal(expr.id(), "costs too much: it may take over " + MOST_COST + " steps; make it simpler");
        }
        return switch (expr.getKind()) {
            case CONSTANT -> constant(expr);
            case IDENT -> identifier(expr);
            case SELECT -> select(expr);
            case CALL -> functions.call(expr);
            case LIST -> list(expr);
            case COMPREHENSION -> macro(expr);
            case MAP, STRUCT -> throw new Refusal(expr.id(), "literals of maps and messages are not supported");
            case NOT_SET -> throw new Refusal(expr.id(), "this expression is not supported");
        };
    }

    private static Node constant(CelExpr expr) throws Refusal {
        var constant = expr.constant();
        return new Constant(
                switch (constant.getKind()) {
                    case BOOLEAN_VALUE -> constant.booleanValue();
                    case INT64_VALUE -> constant.int64Value();
                    case DOUBLE_VALUE -> constant.doubleValue();
                    case STRING_VALUE -> constant.stringValue();
                    case NULL_VALUE ->
                        throw new Refusal(
                                expr.id(),
                                "`null` is not supported: nothing is null; ask `has(…)` whether it is there");
                    case UINT64_VALUE ->
                        throw new Refusal(expr.id(), "unsigned numbers are not supported; leave out the `u`");
                    case BYTES_VALUE -> throw new Refusal(expr.id(), "bytes are not supported; leave out the `b`");
                    default -> throw new Refusal(expr.id(), "this constant is not supported");
                });
    }

    private Node identifier(CelExpr expr) throws Refusal {
        var name = expr.ident().name();
        var local = scope.get(name);
        if (local != null) {
            return new Variables.Local(local);
        }
        return switch (name) {
            case Criteria.EVENT -> new Variables.Event();
            case Criteria.NOW -> new Variables.Now();
            case Criteria.SEGMENTS -> noted(Read.ofSegments(new Variables.Segments()));
            case Criteria.PROFILE -> throw new Refusal(expr.id(), WHOLE_PROFILE);
            default -> throw new Refusal(expr.id(), "`" + name + "` is not supported");
        };
    }

    private Node select(CelExpr expr) throws Refusal {
        var select = expr.select();
        if (isVariable(select.operand(), Criteria.PROFILE)) {
            return attribute(select.field(), select.testOnly());
        }
        var owner = owner(expr, select.operand());
        var value = noted(
                expr,
                isVariable(select.operand(), Criteria.EVENT)
                        ? new Variables.EventField(select.field())
                        : new Members.Field(owner, select.field()));
        return select.testOnly() ? new Members.Has(owner, select.field()) : value;
    }

    private Node attribute(String name, boolean testOnly) {
        attributes.add(name);
        var slot = layout.slot(name);
        var value = noted(Read.ofAttribute(name, new Variables.Attribute(name, slot)));
        return testOnly ? new Variables.HasAttribute(slot) : value;
    }

    /** {@code profile.?name}; null where the operand isn't the profile. */
    @Nullable
    Node optionalAttribute(CelExpr operand, String name) {
        if (!isVariable(operand, Criteria.PROFILE)) {
            return null;
        }
        attribute(name, true);
        return new Variables.OptionalAttribute(layout.slot(name));
    }

    boolean isVariable(CelExpr expr, String name) {
        return expr.getKind() == Kind.IDENT && expr.ident().name().equals(name) && !scope.containsKey(name);
    }

    private Node list(CelExpr expr) throws Refusal {
        if (!expr.list().optionalIndices().isEmpty()) {
            throw new Refusal(expr.id(), "optional elements of lists are not supported");
        }
        var elements = new ArrayList<Node>();
        for (var element : expr.list().elements()) {
            elements.add(plan(element));
        }
        return Functions.folded(expr, new Lists.Listed(elements), elements);
    }

    private Node macro(CelExpr expr) throws Refusal {
        var fold = expr.comprehension();
        if (!fold.iterVar2().isEmpty()) {
            throw new Refusal(expr.id(), "macros of two variables are not supported");
        }
        if (fold.iterVar().equals(Criteria.PROFILE)) {
            throw new Refusal(expr.id(), WHOLE_PROFILE);
        }
        var range = plan(fold.iterRange());
        var start = fold.accuInit().getKind() == Kind.LIST ? new Lists.Gathered() : plan(fold.accuInit());
        var element = 2 * depth++;
        variables = Math.max(variables, 2 * depth);
        var shadowedElement = scope.put(fold.iterVar(), element);
        var shadowedResult = scope.put(fold.accuVar(), element + 1);
        weight *= ASSUMED_ELEMENTS;
        var before = nodes;
        var parts = List.of(start, plan(fold.loopCondition()), plan(fold.loopStep()), plan(fold.result()));
        weight /= ASSUMED_ELEMENTS;
        depth--;
        restore(fold.accuVar(), shadowedResult);
        restore(fold.iterVar(), shadowedElement);
        return new Lists.Fold(range, element, element + 1, parts, nodes - before);
    }

    private void restore(String name, @Nullable Integer shadowed) {
        if (shadowed == null) {
            scope.remove(name);
        } else {
            scope.put(name, shadowed);
        }
    }

    private Node noted(Read read) {
        if (reads.stream().noneMatch(known -> known.path().equals(read.path()))) {
            reads.add(read);
        }
        return read.node();
    }

    /** Notes a member that the clause looks at, where it is in the event. */
    Node noted(CelExpr member, Node node) {
        var path = path(member);
        return path == null ? node : noted(Read.ofEvent(path, node));
    }

    /** Plans what a member is of. The inner part of a path is not worth a note of its own. */
    Node owner(CelExpr member, CelExpr owner) throws Refusal {
        var noted = reads;
        reads = path(member) == null ? noted : new ArrayList<>();
        var node = plan(owner);
        reads = noted;
        return node;
    }

    private @Nullable EventPath path(CelExpr expr) {
        return EventPath.of(expr, part -> isVariable(part, Criteria.EVENT));
    }
}
