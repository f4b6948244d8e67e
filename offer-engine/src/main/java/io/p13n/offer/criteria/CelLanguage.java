package io.p13n.offer.criteria;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.time.Duration;

/**
 * CEL as the documents speak it: the standard, and beside it {@code ==}, {@code !=} and {@code in} between integers and
 * doubles (the checker offers only the orderings, so that {@code profile.views == 3} would be refused), and durations of
 * days.
 */
final class CelLanguage {

    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    /** The evaluator's equality compares numbers by value already. */
    private static final CelFunctionDecl[] NUMBER_EQUALITIES = {
        equality("_==_", "equals"), equality("_!=_", "not_equals"), membership()
    };

    private CelLanguage() {}

    static CelCompilerBuilder compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addFunctionDeclarations(NUMBER_EQUALITIES);
    }

    static CelRuntime runtime() {
        var functions = CelStandardFunctions.newBuilder()
                .excludeFunctions(StandardFunction.DURATION)
                .build();
        return CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(functions)
                .addFunctionBindings(CelFunctionBinding.fromOverloads(
                        "duration",
                        CelFunctionBinding.from("string_to_duration", String.class, CelDuration::parse),
                        CelFunctionBinding.from("duration_to_duration", Duration.class, duration -> duration)))
                .build();
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
