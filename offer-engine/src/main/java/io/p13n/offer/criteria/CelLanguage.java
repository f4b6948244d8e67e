package io.p13n.offer.criteria;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelOptionalLibrary.OptionalDeclaration;
import dev.cel.parser.CelStandardMacro;

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

    private static final CelFunctionDecl[] NUMBER_EQUALITIES = {
        equality("_==_", "equals"), equality("_!=_", "not_equals"), membership()
    };

    private static final CelFunctionDecl[] OPTIONALS = {
        OptionalDeclaration.OPTIONAL_SELECT.functionDecl(),
        OptionalDeclaration.OPTIONAL_INDEX.functionDecl(),
        OptionalDeclaration.OPTIONAL_INDEX_OPERAND.functionDecl(),
        OptionalDeclaration.OPTIONAL_HAS_VALUE.functionDecl(),
        OptionalDeclaration.OPTIONAL_VALUE.functionDecl(),
        OptionalDeclaration.OPTIONAL_OR.functionDecl(),
        OptionalDeclaration.OPTIONAL_OR_VALUE.functionDecl()
    };

    private CelLanguage() {}

    static CelCompilerBuilder compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addFunctionDeclarations(NUMBER_EQUALITIES)
                .addFunctionDeclarations(OPTIONALS);
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
}
