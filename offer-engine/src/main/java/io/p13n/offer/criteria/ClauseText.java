package io.p13n.offer.criteria;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelUnparserFactory;

/** Part of a tree as CEL. */
final class ClauseText {

    private ClauseText() {}

    static String of(CelExpr expr, CelAbstractSyntaxTree tree) {
        return CelUnparserFactory.newUnparser().unparse(CelAbstractSyntaxTree.newParsedAst(expr, tree.getSource()));
    }
}
