package io.p13n.offer.criteria;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way into the event whose every step the expression itself says: {@code event.a}, {@code event["a"].b[0]}, {@code event.?a.b}.
 *
 * @param text in one form, whatever the steps are written like: {@code event.a.b[0]["c d"]}
 * @param field the event's own field that it begins with; absent at the event itself
 */
record EventPath(String text, @Nullable String field) {

    private static final EventPath EVENT = new EventPath(Criteria.EVENT, null);
    private static final Set<String> STEPS = Set.of("_[_]", "_[?_]", "_?._");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Null where it is something else. */
    static @Nullable EventPath of(CelExpr expr, Predicate<CelExpr> isEvent) {
        if (isEvent.test(expr)) {
            return EVENT;
        }
        if (expr.getKind() == Kind.SELECT) {
            var owner = of(expr.select().operand(), isEvent);
            return owner == null ? null : owner.to(expr.select().field());
        }
        return isStep(expr) ? ofStep(expr, isEvent) : null;
    }

    private static boolean isStep(CelExpr expr) {
        return expr.getKind() == Kind.CALL
                && STEPS.contains(expr.call().function())
                && expr.call().args().get(1).getKind() == Kind.CONSTANT;
    }

    private static @Nullable EventPath ofStep(CelExpr expr, Predicate<CelExpr> isEvent) {
        var owner = of(expr.call().args().get(0), isEvent);
        var step = expr.call().args().get(1).constant();
        if (owner == null) {
            return null;
        }
        return switch (step.getKind()) {
            case STRING_VALUE -> owner.to(step.stringValue());
            case INT64_VALUE -> owner.field == null ? null : owner.to(step.int64Value());
            default -> null;
        };
    }

    private EventPath to(String name) {
        var step = IDENTIFIER.matcher(name).matches() ? "." + name : "[\"" + name + "\"]";
        return new EventPath(text + step, field == null ? name : field);
    }

    private EventPath to(long place) {
        return new EventPath(text + "[" + place + "]", field);
    }
}
