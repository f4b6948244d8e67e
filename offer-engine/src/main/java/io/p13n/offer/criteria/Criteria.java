package io.p13n.offer.criteria;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.p13n.offer.definition.Expression;

/** Checks and plans the expressions of one service. The doorway to CEL: nothing outside this package sees the library. */
public final class Criteria {

    static final String EVENT = "event";
    static final String PROFILE = "profile";
    static final String SEGMENTS = "segments";
    static final String NOW = "now";

    private final Checker onEvents;
    private final Checker onProfiles;

    private Criteria(ProfileLayout layout) {
        var profile = ProfileType.of(layout.types());
        this.onEvents = new Checker(layout, Criteria::eventVariables);
        this.onProfiles = new Checker(
                layout,
                language -> eventVariables(language)
                        .setTypeProvider(profile)
                        .addVarDeclarations(
                                CelVarDecl.newVarDeclaration(PROFILE, profile.type()),
                                CelVarDecl.newVarDeclaration(SEGMENTS, ListType.create(SimpleType.STRING))));
    }

    /** Expressions that may read those attributes. */
    public static Criteria over(ProfileLayout layout) {
        return new Criteria(layout);
    }

    /** Checks an expression that may read {@code event} and {@code now}. */
    public CheckedCriterion onEvent(Expression expression) {
        return onEvents.check(expression);
    }

    /** Checks an expression that may read {@code profile}, {@code segments}, {@code event} and {@code now}. */
    public CheckedCriterion onProfile(Expression expression) {
        return onProfiles.check(expression);
    }

    Checker onProfiles() {
        return onProfiles;
    }

    private static CelCheckerBuilder eventVariables(CelCheckerBuilder language) {
        return language.addVarDeclarations(
                        CelVarDecl.newVarDeclaration(EVENT, MapType.create(SimpleType.STRING, SimpleType.DYN)),
                        CelVarDecl.newVarDeclaration(NOW, SimpleType.TIMESTAMP))
                .setResultType(SimpleType.BOOL);
    }
}
