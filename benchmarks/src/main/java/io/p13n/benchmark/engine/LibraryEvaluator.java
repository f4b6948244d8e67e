package io.p13n.benchmark.engine;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

/** The evaluator that {@code dev.cel:cel} has: what the engine's own is measured against. */
final class LibraryEvaluator {

    private static final CelType FIELDS = MapType.create(SimpleType.STRING, SimpleType.DYN);
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .addVar("event", FIELDS)
            .addVar("profile", FIELDS)
            .addVar("now", SimpleType.TIMESTAMP)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private final CelRuntime.Program program;

    private LibraryEvaluator(CelRuntime.Program program) {
        this.program = program;
    }

    static LibraryEvaluator of(String expression) {
        try {
            return new LibraryEvaluator(
                    RUNTIME.createProgram(COMPILER.compile(expression).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }

    /** What fails, because it looks at what is missing, does not hold. */
    boolean holds(Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(program.eval(variables));
        } catch (CelEvaluationException e) {
            return false;
        }
    }
}
