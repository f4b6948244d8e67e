package io.p13n.offer.criteria;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.Expression;
import java.util.Set;
import java.util.stream.Collectors;

/** Which attributes an expression reads. That must be plain to see, or a sensitive one could leave unnoticed. */
final class ProfileReads {

    private final CelAbstractSyntaxTree tree;
    private final CelNavigableAst navigable;

    ProfileReads(CelAbstractSyntaxTree tree) {
        this.tree = tree;
        this.navigable = CelNavigableAst.fromAst(tree);
    }

    Set<String> attributes() {
        return navigable
                .getRoot()
                .allNodes()
                .filter(ProfileReads::isAttribute)
                .map(node -> node.expr().select().field())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether {@code profile} stands anywhere but before the dot of an attribute. */
    boolean takesWhole() {
        return navigable.getRoot().allNodes().anyMatch(ProfileReads::isWholeProfile);
    }

    DefinitionProblem problem(Expression expression) {
        var offset = navigable
                .getRoot()
                .allNodes()
                .filter(ProfileReads::isWholeProfile)
                .findFirst()
                .map(node -> tree.getSource().getPositionsMap().get(node.id()));
        var place = offset.flatMap(at -> tree.getSource().getOffsetLocation(at));
        return expression.problem(
                place.map(at -> at.getLine()).orElse(1),
                place.map(at -> at.getColumn() + 1).orElse(1),
                "`profile` can be read only by its attributes, like `profile.known`");
    }

    private static boolean isAttribute(CelNavigableExpr node) {
        return node.getKind() == Kind.SELECT && isProfile(node.expr().select().operand());
    }

    private static boolean isWholeProfile(CelNavigableExpr node) {
        return isProfile(node.expr())
                && node.parent().filter(ProfileReads::isAttribute).isEmpty();
    }

    private static boolean isProfile(CelExpr expr) {
        return expr.getKind() == Kind.IDENT
                && Criteria.PROFILE.equals(expr.ident().name());
    }
}
