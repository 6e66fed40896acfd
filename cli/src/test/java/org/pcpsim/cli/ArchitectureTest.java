package org.pcpsim.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;

/** The arrows between the rooms and what each room may know. A rule about a package that is still empty holds. */
@AnalyzeClasses(packages = "org.pcpsim", importOptions = ArchitectureTest.NoTests.class)
class ArchitectureTest {

    /** Leaves test classes out, whatever the build directory is called. */
    static final class NoTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final DescribedPredicate<JavaClass> TRACES = resideInAPackage("org.pcpsim.trace..");
    private static final DescribedPredicate<JavaClass> CLI = resideInAPackage("org.pcpsim.cli..");
    private static final DescribedPredicate<JavaClass> ENGINE =
            resideInAPackage("org.pcpsim..").and(not(TRACES)).and(not(CLI)).as("classes of replay-engine");

    /** Functions whose last bit the platform may choose, so that results would differ between machines. */
    private static final Set<String> TRANSCENDENTAL = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log10", "log1p", "pow",
            "cbrt", "sinh", "cosh", "tanh", "hypot", "random");

    @ArchTest
    static void everyRoomIsLookedAt(JavaClasses classes) {
        Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages).contains("org.pcpsim.trace", "org.pcpsim.cli");
        assertThat(classes.stream().map(JavaClass::getSimpleName)).noneMatch(name -> name.endsWith("Test"));
    }

    @ArchTest
    static final ArchRule tracesKnowNothingOfSimulation = noClasses()
            .that(TRACES)
            .should()
            .dependOnClassesThat(ENGINE.or(CLI))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theEngineKnowsNoCommand =
            noClasses().that(ENGINE).should().dependOnClassesThat(CLI).allowEmptyShould(true);

    @ArchTest
    static final ArchRule theEngineKnowsNoFileFormatButItsOwnTable = noClasses()
            .that(ENGINE)
            .and()
            .doNotHaveSimpleName("CostFile")
            .should()
            .dependOnClassesThat(TRACES.and(not(resideInAnyPackage("org.pcpsim.trace", "org.pcpsim.trace.proc"))))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.fasterxml.jackson..", "picocli..", "java.util.zip..", "com.github.luben..", "org.tukaani..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheCliKnowsPicocli = noClasses()
            .that(not(CLI))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheCliTouchesStandardStreamsAndExit = noClasses()
            .that(not(CLI))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.pcpsim.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            classes().should().haveNameNotMatching(".*(Util(s|ity|ities)?|Manager|Helper|Impl)([A-Z0-9$].*)?");

    @ArchTest
    static final ArchRule modelsDoNotKnowEachOther = slices().matching("org.pcpsim.model.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule modelsDoNotKnowTheReplay = noClasses()
            .that()
            .resideInAPackage("org.pcpsim.model.(*)..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pcpsim.replay..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule modelsReadNoClock = noClasses()
            .that()
            .resideInAnyPackage("org.pcpsim.model..", "org.pcpsim.zone..", "org.pcpsim.lock..", "org.pcpsim.machine..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.time..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule resultsAreTheSameOnEveryMachine = noClasses()
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "Math's transcendental functions (StrictMath has exact ones)",
                    (JavaAccess<?> access) -> access.getTargetOwner().isEquivalentTo(Math.class)
                            && TRANSCENDENTAL.contains(access.getName())))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)");
}
