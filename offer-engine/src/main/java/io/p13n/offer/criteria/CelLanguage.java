package io.p13n.offer.criteria;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelOptionalLibrary.OptionalDeclaration;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * CEL as the documents speak it: the standard, optional access, and {@code ==}, {@code !=} and {@code in} between
 * integers and doubles (the checker offers only the orderings, so that {@code profile.views == 3} would be refused).
 */
final class CelLanguage {

    /** The calls of macros are kept, so that a clause can be shown as it was written. */
    static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .populateMacroCalls(true)
            .build();

    static final CelParser PARSER = CelParserFactory.standardCelParserBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .build();

    /** What is not of the standard. */
    static final List<CelFunctionDecl> ADDED = List.of(
            equality("_==_", "equals"),
            equality("_!=_", "not_equals"),
            membership(),
            OptionalDeclaration.OPTIONAL_SELECT.functionDecl(),
            OptionalDeclaration.OPTIONAL_INDEX.functionDecl(),
            OptionalDeclaration.OPTIONAL_INDEX_OPERAND.functionDecl(),
            OptionalDeclaration.OPTIONAL_HAS_VALUE.functionDecl(),
            OptionalDeclaration.OPTIONAL_VALUE.functionDecl(),
            OptionalDeclaration.OPTIONAL_OR.functionDecl(),
            OptionalDeclaration.OPTIONAL_OR_VALUE.functionDecl());

    private CelLanguage() {}

    /** Knows the language's functions of these names and no others. */
    static CelCheckerBuilder checker(Set<String> functions) {
        return CelCompilerFactory.standardCelCheckerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .filterFunctions((function, overload) -> functions.contains(function.functionName()))
                        .build())
                .addFunctionDeclarations(ADDED.stream()
                        .filter(added -> functions.contains(added.name()))
                        .toList());
    }

    /** The functions that are called in a tree, operators too. */
    static Set<String> functions(CelAbstractSyntaxTree tree) {
        var called = new Called();
        called.visit(tree);
        return called.functions;
    }

    private static CelFunctionDecl equality(String operator, String overload) {
        return CelFunctionDecl.newFunctionDeclaration(
                operator,
                CelOverloadDecl.newGlobalOverload(
                        overload + "_double_int64", SimpleType.BOOL, SimpleType.DOUBLE, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload(
                        overload + "_int64_double", SimpleType.BOOL, SimpleType.INT, SimpleType.DOUBLE));
    }

    private static CelFunctionDecl membership() {
        return CelFunctionDecl.newFunctionDeclaration(
                "@in",
                CelOverloadDecl.newGlobalOverload(
                        "in_double_list_int64", SimpleType.BOOL, SimpleType.DOUBLE, ListType.create(SimpleType.INT)),
                CelOverloadDecl.newGlobalOverload(
                        "in_int64_list_double", SimpleType.BOOL, SimpleType.INT, ListType.create(SimpleType.DOUBLE)));
    }

    private static final class Called extends CelExprVisitor {

        private final Set<String> functions = new HashSet<>();

        @Override
        protected void visit(CelExpr expr, CelExpr.CelCall call) {
            functions.add(call.function());
            super.visit(expr, call);
        }
    }
}
