package dev.evenkeel.bootstrap.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import dev.evenkeel.domain.replica.Replica;

import org.jspecify.annotations.NullMarked;

import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// Which way dependencies point, and which ways there are into a document. Each rule says what to
/// do instead.
@AnalyzeClasses(packages = DependencyArchTest.ROOT, importOptions = DoNotIncludeTests.class)
class DependencyArchTest {

    static final String ROOT = "dev.evenkeel";

    private static final String DOMAIN = ROOT + ".domain..";
    private static final String APPLICATION = ROOT + ".application..";
    private static final String ENGINE = ROOT + ".crdt..";
    private static final String ADAPTERS = ROOT + ".adapters..";
    private static final String BOOTSTRAP = ROOT + ".bootstrap..";
    private static final String LIVE_DOCUMENT = ROOT + ".application.room.LiveDocument";

    /// A rule about a package that is gone holds of everything, so first: are they all there?
    @ArchTest
    static void everyLayerIsSeen(JavaClasses classes) {
        var layers =
                List.of(
                        "domain",
                        "application",
                        "crdt",
                        "adapters.crdt",
                        "adapters.db",
                        "adapters.ws",
                        "adapters.http",
                        "bootstrap");
        for (String layer : layers) {
            assertThat(classes.containPackage(ROOT + "." + layer)).as(layer).isTrue();
        }
        assertThat(classes.contain(Replica.class)).isTrue();
        assertThat(classes).hasSizeGreaterThan(200);
    }

    @ArchTest
    static final ArchRule domainKnowsOnlyItself =
            classes()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(DOMAIN, "java..", "org.jspecify..")
                    .because(
                            "the domain decides; what it needs from outside it asks for through a"
                                    + " port");

    @ArchTest
    static final ArchRule domainDoesNoIo =
            noClasses()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..", "java.net..", "java.nio.file..", "java.util.logging..")
                    .because(
                            "a decision that reads a file or a socket cannot be tested from a"
                                    + " table");

    @ArchTest
    static final ArchRule timeAndChanceAreHandedIn =
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN, APPLICATION)
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(UUID.class, "randomUUID")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Math.class, "random")
                    .orShould()
                    .callConstructor(Random.class)
                    .because("a test cannot repeat what it cannot hand in; take an InstantSource");

    @ArchTest
    static final ArchRule engineKnowsNothingOfTheServer =
            classes()
                    .that()
                    .resideInAPackage(ENGINE)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(ENGINE, "java..", "org.jspecify..")
                    .because("the engine is a library in its own right; bind it in adapters.crdt");

    @ArchTest
    static final ArchRule onlyItsBindingAndTheWireUseTheEngine =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            ENGINE, ROOT + ".adapters.crdt..", ROOT + ".adapters.ws..", BOOTSTRAP)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ENGINE)
                    .because("everybody else speaks of documents through the port Replica");

    @ArchTest
    static final ArchRule theWireUsesTheProtocolOnly =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".adapters.ws..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(ENGINE)
                                    .and(not(resideInAPackage(ROOT + ".crdt.protocol"))))
                    .because(
                            "a socket passes bytes on; what an update does to a document is the"
                                    + " room's to find out, through the port Replica");

    @ArchTest
    static final ArchRule applicationKnowsTheDomainOnly =
            classes()
                    .that()
                    .resideInAPackage(APPLICATION)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            APPLICATION, DOMAIN, "java..", "org.jspecify..", "org.slf4j..")
                    .because("use cases work with ports; bootstrap hands them the adapters");

    @ArchTest
    static final ArchRule adaptersDoNotMeet =
            slices().matching(ROOT + ".adapters.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .because(
                            "adapters that must agree on something agree on it in the application");

    @ArchTest
    static final ArchRule nothingDependsOnBootstrap =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(BOOTSTRAP)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(BOOTSTRAP)
                    .because(
                            "bootstrap puts the others together; take what you need as an"
                                    + " argument");

    @ArchTest
    static final ArchRule theFrameworkStaysAtTheEdge =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            ROOT + ".adapters.ws..",
                            ROOT + ".adapters.http..",
                            ROOT + ".adapters.db..",
                            BOOTSTRAP)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.micronaut..", "io.netty..", "jakarta..")
                    .because("what decides must outlive the framework; translate at the edge");

    @ArchTest
    static final ArchRule everyMutationPassesTheRoom =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(LIVE_DOCUMENT)
                    // A replica may be made of another one.
                    .and()
                    .areNotAssignableTo(Replica.class)
                    .should()
                    .callMethodWhere(
                            JavaMethodCall.Predicates.target(name("integrate"))
                                    .and(
                                            JavaMethodCall.Predicates.target(
                                                    owner(assignableTo(Replica.class)))))
                    .because(
                            "a room asks the gate and writes the log first; send it a RoomCommand");

    /// The rule above names two things that could be renamed.
    @ArchTest
    static void theRoomIntegrates(JavaClasses classes) {
        assertThat(classes.get(LIVE_DOCUMENT).getMethodCallsFromSelf())
                .anyMatch(
                        call ->
                                call.getName().equals("integrate")
                                        && call.getTargetOwner().isAssignableTo(Replica.class));
    }

    @ArchTest
    static final ArchRule nobodySleeps =
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN, APPLICATION, ADAPTERS, ENGINE)
                    .should()
                    .callMethodWhere(
                            JavaMethodCall.Predicates.target(name("sleep"))
                                    .and(
                                            JavaMethodCall.Predicates.target(
                                                    owner(assignableTo(Thread.class)))))
                    .because("a wait by time is either too short or too long; wait for the event");

    @ArchTest
    static final ArchRule standardStreamsBelongToTheCommandLine =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(ROOT + ".bootstrap.Main")
                    .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                    .because("stdout is for whoever typed the command; everything else is logged");

    @ArchTest
    static final ArchRule onlyBootstrapEndsTheProcess =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(BOOTSTRAP)
                    .should()
                    .callMethod(System.class, "exit", int.class)
                    .orShould()
                    .callMethod(Runtime.class, "exit", int.class)
                    .orShould()
                    .callMethod(Runtime.class, "halt", int.class)
                    .because(
                            "what cannot go on throws; whether the process ends is not its"
                                    + " decision");

    @ArchTest
    static final ArchRule timeIsJavaTime =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Date.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Calendar.class)
                    .because("Instant and Duration say which of the two they are");

    @ArchTest
    static final ArchRule nothingIsSynchronized =
            noMethods()
                    .should()
                    .haveModifier(JavaModifier.SYNCHRONIZED)
                    .because(
                            "a document belongs to its room's thread, and what is shared is"
                                    + " concurrent by its type");

    @ArchTest
    static final ArchRule logsGoThroughSlf4j =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(BOOTSTRAP)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("java.util.logging..")
                                    .or(resideInAnyPackage("ch.qos.logback..")))
                    .because("where logs go is decided in one place");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        assertThat(classes.getPackage(ROOT).getSubpackagesInTree())
                .filteredOn(layer -> !layer.getClasses().isEmpty())
                .hasSizeGreaterThan(20)
                .allMatch(layer -> layer.isAnnotatedWith(NullMarked.class));
    }
}
