package io.p13n.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

/** What architecture.md and style.md promise of modules and packages, held against the code. */
class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.p13n");

    @Test
    void modulesDependOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("contract")
                .definedBy("io.p13n.contract..")
                .layer("engine")
                .definedBy("io.p13n.offer..")
                .layer("ingest")
                .definedBy("io.p13n.ingest..")
                .layer("reactor")
                .definedBy("io.p13n.reactor..")
                .layer("admin")
                .definedBy("io.p13n.admin..")
                .layer("embedded")
                .definedBy("io.p13n.embedded..")
                .layer("standalone")
                .definedBy("io.p13n.standalone..")
                .whereLayer("contract")
                .mayOnlyBeAccessedByLayers("ingest", "reactor", "admin")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("ingest", "reactor", "admin", "standalone")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("reactor")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("admin")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("embedded")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("standalone")
                .mayNotBeAccessedByAnyLayer()
                .check(CODE);
    }

    @Test
    void theEngineIsAPlainLibrary() {
        check(noClasses()
                .that()
                .resideInAPackage("io.p13n.offer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "org.apache.kafka..", "io.r2dbc..", "java.sql..", "reactor.."));
    }

    /** So that a replay decides the same. */
    @Test
    void theEngineKnowsNoTimeAndNoChanceButWhatItIsTold() {
        check(noClasses()
                .that()
                .resideInAPackage("io.p13n.offer..")
                .should()
                .dependOnClassesThat(assignableTo(Clock.class).or(assignableTo(RandomGenerator.class)))
                .orShould()
                .accessTargetWhere(target(nameMatching("now|currentTimeMillis|nanoTime|random|randomUUID"))
                        .and(targetOwner(resideInAPackage("java..")))));
    }

    @Test
    void readingDefinitionsEventsAndIdsNeverTouchesCel() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.p13n.offer.definition..", "io.p13n.offer.event..", "io.p13n.offer.profile..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.cel.."));
    }

    @Test
    void ingestKnowsNoDatabase() {
        check(noClasses()
                .that()
                .resideInAPackage("io.p13n.ingest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.r2dbc..",
                        "java.sql..",
                        "javax.sql..",
                        "org.springframework.r2dbc..",
                        "org.springframework.data.."));
    }

    @Test
    void packagesOfAModuleHaveNoCycles() {
        for (String module : new String[] {"offer", "ingest", "reactor", "admin", "standalone"}) {
            check(slices().matching("io.p13n." + module + ".(*)..").should().beFreeOfCycles());
        }
    }

    @Test
    void configurationsStayInTheirPackage() {
        check(classes().that().areAnnotatedWith(Configuration.class).should().notBePublic());
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)"));
        check(noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..dto..", "..service..", "..impl..", "..config.."));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CODE)
                .extracting(each -> each.getPackage())
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as("%s is @NullMarked", each.getName())
                        .isTrue());
    }

    private static void check(ArchRule rule) {
        rule.check(CODE);
    }
}
