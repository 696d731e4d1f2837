package io.heddle.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which part of Heddle may know which: a pure core, thin edges, and one place where all meet. */
class ArchitectureTest {
    /** At least this many classes must have been seen, or the rules below hold of nothing. Raise it with the code. */
    private static final int CLASSES_AT_LEAST = 450;

    private static final String TOPOLOGY = "io.heddle.topology..";
    private static final String ROUTING = "io.heddle.routing..";
    private static final String REST = "io.heddle.rest..";
    private static final String CONTROLLER = "io.heddle.controller..";
    private static final String LOOP = "io.heddle.controller";
    private static final String STATE = "io.heddle.controller.state..";
    private static final String OPENFLOW = "io.heddle.controller.openflow..";
    private static final String OVSDB = "io.heddle.controller.ovsdb..";
    private static final String DISCOVERY = "io.heddle.controller.discovery..";
    private static final String HOST = "io.heddle.controller.host..";
    private static final String TELEMETRY = "io.heddle.controller.telemetry..";
    private static final String COLLECTOR = "io.heddle.controller.telemetry.sflow..";
    private static final String STORE = "io.heddle.controller.store..";
    private static final String CLUSTER = "io.heddle.controller.cluster..";
    private static final String SIMULATION = "io.heddle.controller.simulation..";

    private static final String[] PURE = {TOPOLOGY, ROUTING, STATE};

    private static final DescribedPredicate<JavaClass> MAIN_COMMAND_LINE_OR_MEASUREMENT = resideInAPackage(
                    "io.heddle.rest.client..")
            .or(resideInAPackage(LOOP).and(simpleName("Main")))
            .or(resideInAPackage(SIMULATION))
            .as("Main, the command line or a measurement");

    @Test
    void theScanSawTheWholeProgram() {
        assertThat(HeddleClasses.MAIN.size()).isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
        assertThat(List.of("topology", "routing", "rest", "controller"))
                .allSatisfy(part -> assertThat(HeddleClasses.MAIN.containPackage("io.heddle." + part))
                        .as(part)
                        .isTrue());
    }

    @Test
    void noPackagesDependOnEachOtherInACycle() {
        check(slices().matching("io.heddle.(**)").should().beFreeOfCycles());
    }

    @Test
    void topologySeesOnlyItselfTheJdkAndJGraphT() {
        check(classes()
                .that()
                .resideInAPackage(TOPOLOGY)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(TOPOLOGY, "java..", "org.jspecify..", "org.jgrapht.."));
    }

    @Test
    void routingSeesOnlyItselfTopologyTheJdkAndJGraphT() {
        check(classes()
                .that()
                .resideInAPackage(ROUTING)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROUTING, TOPOLOGY, "java..", "org.jspecify..", "org.jgrapht.."));
    }

    @Test
    void stateSeesOnlyItselfAndThePureModules() {
        check(classes()
                .that()
                .resideInAPackage(STATE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(STATE, TOPOLOGY, ROUTING, "java..", "org.jspecify.."));
    }

    @Test
    void theFaceDoesNotKnowTheMachine() {
        check(noClasses()
                .that()
                .resideInAPackage(REST)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CONTROLLER));
    }

    @Test
    void theEdgesDoNotKnowTheLoop() {
        check(noClasses()
                .that()
                .resideInAnyPackage(OPENFLOW, OVSDB, DISCOVERY, HOST, TELEMETRY, STORE, CLUSTER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(LOOP));
    }

    @Test
    void theEdgesDoNotKnowEachOther() {
        check(slices().matching("io.heddle.controller.(openflow|ovsdb|discovery|host|telemetry|store|cluster)..")
                .should()
                .notDependOnEachOther());
    }

    @Test
    void onlyTheOpenFlowEdgeKnowsLoxiGen() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(OPENFLOW)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.projectfloodlight..", "com.google.common.."));
    }

    @Test
    void onlyTheNetworkEdgesKnowNetty() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(OPENFLOW, OVSDB, COLLECTOR, SIMULATION)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
    }

    @Test
    void onlyTheEdgesThatSpeakJsonOrYamlKnowJackson() {
        check(noClasses()
                .that(resideInAnyPackage(CONTROLLER)
                        .and(DescribedPredicate.not(resideInAnyPackage(
                                LOOP, "io.heddle.controller.config..", OVSDB, STORE, CLUSTER, SIMULATION))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson.."));
    }

    @Test
    void onlyTheFaceKnowsJavalin() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(REST)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."));
    }

    @Test
    void onlyTheStoreKnowsTheDatabase() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(STORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite.."));
    }

    @Test
    void thePureCoreDoesNoInputOrOutputStartsNoThreadAndLogsNothing() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net..",
                                "java.nio.channels..",
                                "java.nio.file..",
                                "java.util.concurrent..",
                                "java.util.logging..",
                                "org.slf4j..")
                        .or(resideInAPackage("java.io..")
                                .and(DescribedPredicate.not(
                                        simpleName("Serializable").or(simpleName("PrintStream")))))
                        .or(DescribedPredicate.describe("threads", type -> type.isAssignableTo(Thread.class)))));
    }

    @Test
    void thePureCoreHasOnlyFinalFields() {
        check(fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(PURE)
                .should()
                .beFinal());
    }

    @Test
    void nothingIsSynchronized() {
        check(methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED));
    }

    @Test
    void timeAndRandomnessAreArguments() {
        check(noClasses()
                .that(DescribedPredicate.not(MAIN_COMMAND_LINE_OR_MEASUREMENT))
                .should()
                .callMethodWhere(AmbientInputs.IS_READ)
                .orShould()
                .callConstructorWhere(AmbientInputs.IS_SEEDED_BY_THE_CLOCK));
    }

    @Test
    void onlyMainAndTheCommandLineUseTheStandardStreams() {
        check(noClasses()
                .that(DescribedPredicate.not(MAIN_COMMAND_LINE_OR_MEASUREMENT))
                .should()
                .accessFieldWhere(AmbientInputs.IS_A_STANDARD_STREAM));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(HeddleClasses.MAIN.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .map(each -> each.getName())
                        .sorted())
                .isEmpty();
    }

    private static void check(ArchRule rule) {
        rule.check(HeddleClasses.MAIN);
    }
}
