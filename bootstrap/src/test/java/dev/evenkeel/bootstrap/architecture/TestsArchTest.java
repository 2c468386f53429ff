package dev.evenkeel.bootstrap.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rules about the tests of all modules: what they may not do, and that no adapter leaves out a
/// part of a contract.
@AnalyzeClasses(locations = TestsArchTest.TestClasses.class)
class TestsArchTest {

    /// The compiled tests of the modules beside this one. Maven builds this module after those that
    /// it puts together.
    static final class TestClasses implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
                return modules.map(module -> module.resolve("target/test-classes"))
                        .filter(Files::isDirectory)
                        .map(Location::of)
                        .collect(Collectors.toSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ArchTest
    static void everyModuleWithTestsIsSeen(JavaClasses classes) {
        var packages =
                List.of(
                        "domain",
                        "application",
                        "crdt",
                        "adapters.crdt",
                        "adapters.db",
                        "adapters.ws",
                        "adapters.http",
                        "bootstrap");
        for (String layer : packages) {
            assertThat(classes.containPackage(DependencyArchTest.ROOT + "." + layer))
                    .as(layer)
                    .isTrue();
        }
        assertThat(classes.stream().filter(TestsArchTest::isContract)).hasSizeGreaterThan(5);
    }

    @ArchTest
    static void noTestIsSwitchedOff(JavaClasses classes) {
        assertThat(classes)
                .allSatisfy(
                        type -> {
                            assertThat(switchesOff(type)).as(type.getName()).isFalse();
                            assertThat(type.getMethods()).noneMatch(TestsArchTest::switchesOff);
                        });
    }

    /// Whoever cannot keep a part of a contract declares it in the port, and the contract asks.
    @ArchTest
    static void noPartOfAContractIsOverridden(JavaClasses classes) {
        for (JavaClass type : classes) {
            var tests =
                    type.getAllRawInterfaces().stream()
                            .filter(TestsArchTest::isContract)
                            .flatMap(contract -> contract.getMethods().stream())
                            .filter(TestsArchTest::isTest)
                            .map(JavaMethod::getName)
                            .collect(Collectors.toSet());
            assertThat(type.getMethods())
                    .as("methods of %s", type.getName())
                    .extracting(JavaMethod::getName)
                    .doesNotContainAnyElementsOf(tests.isEmpty() ? Set.of("(no contract)") : tests);
        }
    }

    @ArchTest
    static void everyContractIsKeptBySomebody(JavaClasses classes) {
        assertThat(classes.stream().filter(TestsArchTest::isContract))
                .allSatisfy(
                        contract ->
                                assertThat(contract.getAllSubclasses())
                                        .as("who keeps %s", contract.getName())
                                        .anyMatch(type -> !type.isInterface()));
    }

    @ArchTest
    static final ArchRule namesAreFacts =
            noMethods()
                    .that()
                    .areAnnotatedWith("org.junit.jupiter.api.Test")
                    .should()
                    .haveNameMatching("(test|should)[A-Z0-9_].*")
                    .because("a name says what is so: theSecondOfTwoWritersIsOvertaken");

    @ArchTest
    static final ArchRule nothingIsMocked =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.mockito..", "org.easymock..", "io.mockk..")
                    .because("ports are small, so fakes are; a fake passes the contract");

    @ArchTest
    static final ArchRule archRulesStandTogether =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("ArchTest")
                    .and()
                    .resideOutsideOfPackage("..architecture..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.tngtech.archunit..")
                    .because("only bootstrap sees everything; add the rule there");

    private static boolean isContract(JavaClass type) {
        return type.isInterface() && type.getSimpleName().endsWith("Contract");
    }

    private static boolean isTest(JavaMethod method) {
        return Stream.of("Test", "TestFactory", "RepeatedTest")
                        .anyMatch(name -> method.isAnnotatedWith("org.junit.jupiter.api." + name))
                || method.isAnnotatedWith("org.junit.jupiter.params.ParameterizedTest");
    }

    private static boolean switchesOff(CanBeAnnotated element) {
        return element.isAnnotatedWith("org.junit.jupiter.api.Disabled")
                || element.isAnnotatedWith("org.junit.jupiter.api.condition.DisabledIf")
                || element.isAnnotatedWith("org.junit.jupiter.api.condition.DisabledOnOs");
    }
}
