package io.p13n.offer.criteria;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.List;
import java.util.stream.Stream;

/** The operands of a chain, {@code a && b && c}, which the parser makes a balanced tree. */
final class Operands {

    private Operands() {}

    /** In their order; the expression itself where it is no such chain. */
    static List<CelExpr> of(String operator, CelExpr expr) {
        return flat(operator, expr).toList();
    }

    private static Stream<CelExpr> flat(String operator, CelExpr expr) {
        return expr.getKind() == Kind.CALL && expr.call().function().equals(operator)
                ? expr.call().args().stream().flatMap(operand -> flat(operator, operand))
                : Stream.of(expr);
    }
}
