package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.p13n.offer.criteria.Comparison.Order;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Plans calls: of operators, and of functions by name. */
final class Functions {

    private final Planner planner;

    Functions(Planner planner) {
        this.planner = planner;
    }

    Node call(CelExpr expr) throws Refusal {
        var function = expr.call().function();
        return switch (function) {
            case "_&&_" -> and(planned(Operands.of(function, expr)));
            case "_||_" -> or(planned(Operands.of(function, expr)));
            case "_+_" -> plus(expr);
            case "_?._" -> optionalField(expr);
            case "_[_]" -> index(expr, Members.Index::new);
            case "_[?_]" -> index(expr, Members.OptionalIndex::new);
            case "_?_:_" -> conditional(expr);
            case "dyn" -> planner.plan(expr.call().args().get(0));
            case "matches" -> matches(expr);
            default -> {
                var operands = planned(operands(expr));
                yield folded(expr, node(expr, operands), operands);
            }
        };
    }

    /** One false operand decides, whatever the others are, unknown too. */
    private static Node and(List<Node> operands) {
        if (operands.stream().anyMatch(operand -> isConstant(operand, false))) {
            return new Constant(false);
        }
        return operands.stream().allMatch(operand -> isConstant(operand, true))
                ? new Constant(true)
                : new Logic.And(operands);
    }

    private static Node or(List<Node> operands) {
        if (operands.stream().anyMatch(operand -> isConstant(operand, true))) {
            return new Constant(true);
        }
        return operands.stream().allMatch(operand -> isConstant(operand, false))
                ? new Constant(false)
                : new Logic.Or(operands);
    }

    private static boolean isConstant(Node node, boolean truth) {
        return node instanceof Constant constant && constant.value().equals(truth);
    }

    private static Node node(CelExpr expr, List<Node> operands) throws Refusal {
        var function = expr.call().function();
        if (TimePart.isOne(function)) {
            return new TimePart(function, operands.get(0), zone(expr, operands));
        }
        return operands.size() == 1 ? unary(expr, function, operands.get(0)) : binary(expr, function, operands);
    }

    private static Node unary(CelExpr expr, String function, Node operand) throws Refusal {
        return switch (function) {
            case "!_" -> new Logic.Not(operand);
            case "-_" -> new Arithmetic.Negate(operand);
            case "@not_strictly_false" -> new Logic.NotStrictlyFalse(operand);
            case "size" -> new Text.Size(operand);
            case "timestamp" -> new Times.ToTimestamp(operand);
            case "duration" -> new Times.ToDuration(operand);
            case "hasValue" -> new Optionals.HasValue(operand);
            case "value" -> new Optionals.Value(operand);
            default -> throw unsupported(expr);
        };
    }

    private static Node binary(CelExpr expr, String function, List<Node> operands) throws Refusal {
        if (operands.size() != 2) {
            throw unsupported(expr);
        }
        var left = operands.get(0);
        var right = operands.get(1);
        return switch (function) {
            case "_==_" -> Comparison.equal(left, right, true);
            case "_!=_" -> Comparison.equal(left, right, false);
            case "_<_" -> Comparison.ordered(left, Order.LESS, right);
            case "_<=_" -> Comparison.ordered(left, Order.LESS_OR_EQUAL, right);
            case "_>_" -> Comparison.ordered(left, Order.GREATER, right);
            case "_>=_" -> Comparison.ordered(left, Order.GREATER_OR_EQUAL, right);
            case "_-_" -> new Arithmetic.Subtract(left, right);
            case "_*_" -> new Arithmetic.Multiply(left, right);
            case "_/_" -> new Arithmetic.Divide(left, right);
            case "_%_" -> new Arithmetic.Modulo(left, right);
            case "@in" -> in(left, right);
            case "startsWith" -> new Text.StartsWith(left, right);
            case "endsWith" -> new Text.EndsWith(left, right);
            case "contains" -> new Text.Contains(left, right);
            case "or" -> new Optionals.Or(left, right);
            case "orValue" -> new Optionals.OrValue(left, right);
            default -> throw unsupported(expr);
        };
    }

    private static Node in(Node element, Node collection) {
        if (collection instanceof Variables.Segments) {
            return new Variables.Member(element);
        }
        return collection instanceof Constant constant
                        && constant.value() instanceof List<?> list
                        && list.stream().allMatch(String.class::isInstance)
                ? new Members.InTexts(element, list.stream().distinct().toList())
                : new Members.In(element, collection);
    }

    /** In the step of a macro, {@code gathered + [element]} adds to the list instead of copying it. */
    private Node plus(CelExpr expr) throws Refusal {
        var arguments = expr.call().args();
        var left = planner.plan(arguments.get(0));
        var right = arguments.get(1);
        if (left instanceof Variables.Local gathered
                && arguments.get(0).ident().name().startsWith("@")
                && right.getKind() == Kind.LIST) {
            return new Lists.Gather(
                    gathered.slot(), planner.plan(right.list().elements().get(0)));
        }
        var operand = planner.plan(right);
        return folded(expr, new Add(left, operand), List.of(left, operand));
    }

    private Node conditional(CelExpr expr) throws Refusal {
        var operands = planned(expr.call().args());
        return operands.get(0) instanceof Constant constant && constant.value() instanceof Boolean truth
                ? operands.get(truth ? 1 : 2)
                : new Logic.Conditional(operands.get(0), operands.get(1), operands.get(2));
    }

    private Node optionalField(CelExpr expr) throws Refusal {
        var arguments = expr.call().args();
        var name = arguments.get(1).constant().stringValue();
        var attribute = planner.optionalAttribute(arguments.get(0), name);
        return attribute != null
                ? attribute
                : planner.noted(
                        expr, new Members.OptionalIndex(planner.owner(expr, arguments.get(0)), new Constant(name)));
    }

    private Node index(CelExpr expr, BinaryOperator<Node> member) throws Refusal {
        var arguments = expr.call().args();
        var owner = planner.owner(expr, arguments.get(0));
        var index = planner.plan(arguments.get(1));
        return planner.noted(expr, folded(expr, member.apply(owner, index), List.of(owner, index)));
    }

    private Node matches(CelExpr expr) throws Refusal {
        var operands = planned(operands(expr));
        if (!(operands.get(1) instanceof Constant constant && constant.value() instanceof String pattern)) {
            throw new Refusal(expr.id(), "the pattern of `matches` must be a text in quotes");
        }
        try {
            return folded(expr, new Text.Matches(operands.get(0), Pattern.compile(pattern)), operands);
        } catch (PatternSyntaxException e) {
            throw new Refusal(expr.id(), "`" + pattern + "` is no RE2 expression: " + e.getDescription());
        }
    }

    private static ZoneId zone(CelExpr expr, List<Node> operands) throws Refusal {
        if (operands.size() == 1) {
            return ZoneOffset.UTC;
        }
        try {
            if (operands.get(1) instanceof Constant constant && constant.value() instanceof String zone) {
                return ZoneId.of(zone);
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new Refusal(expr.id(), "the time zone must be a name in quotes, like \"Europe/Berlin\" or \"+02:00\"");
    }

    /** The node, or, where its operands are all constant, what it is of them. */
    static Node folded(CelExpr expr, Node node, List<Node> operands) throws Refusal {
        if (!operands.stream().allMatch(Constant.class::isInstance)) {
            return node;
        }
        var value = node.value(Facts.NONE, new Locals());
        if (value == UNKNOWN) {
            throw new Refusal(expr.id(), unknowable(expr, operands));
        }
        return new Constant(value);
    }

    private static String unknowable(CelExpr expr, List<Node> operands) {
        var first = ((Constant) operands.get(0)).value();
        if (expr.getKind() == Kind.CALL && expr.call().function().equals("duration")) {
            return "`" + first + "` is no duration; write it like \"30d\", \"12h\" or \"1h30m\"";
        }
        if (expr.getKind() == Kind.CALL && expr.call().function().equals("timestamp")) {
            return "`" + first + "` is no timestamp; write it like \"2026-11-27T00:00:00Z\"";
        }
        return "this has no value, whatever the event and the profile";
    }

    private List<Node> planned(List<CelExpr> exprs) throws Refusal {
        var nodes = new ArrayList<Node>();
        for (var expr : exprs) {
            nodes.add(planner.plan(expr));
        }
        return nodes;
    }

    private static List<CelExpr> operands(CelExpr expr) {
        var operands = new ArrayList<CelExpr>();
        expr.call().target().ifPresent(operands::add);
        operands.addAll(expr.call().args());
        return operands;
    }

    private static Refusal unsupported(CelExpr expr) {
        return new Refusal(expr.id(), "the function `" + expr.call().function() + "` is not supported");
    }
}
