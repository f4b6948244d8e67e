package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import dev.cel.common.CelValidationException;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

/** What dev.cel makes of an expression: the engine's yardstick. */
final class LibraryEvaluator {

    private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(CelLanguage.OPTIONS)
            .addLibraries(CelExtensions.optional())
            .build();

    private LibraryEvaluator() {}

    /** True, false, or unknown where the library fails. */
    static Object truth(Criteria criteria, String expression, Map<String, Object> variables) {
        try {
            var tree = criteria.onProfiles().tree(expression);
            var value = RUNTIME.createProgram(tree).eval(variables);
            return value instanceof Boolean ? value : UNKNOWN;
        } catch (CelEvaluationException e) {
            return UNKNOWN;
        } catch (CelValidationException e) {
            throw new AssertionError(expression, e);
        }
    }
}
