package dev.postern;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.springframework.modulith.ApplicationModule;

/** Rules of the house that package walls cannot say. */
@AnalyzeClasses(packages = "dev.postern", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "dev.postern.protocol..", "dev.postern.sigv4..", "dev.postern.policy..", "dev.postern.evidence.."
    };

    /** What says how modules stand to each other, and nothing at run time. */
    private static final DescribedPredicate<JavaClass> DECLARATIONS =
            resideInAnyPackage("org.springframework.modulith..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule pureModulesKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "org.springframework..", "org.eclipse.jetty..", "com.vaadin..", "jakarta..", "picocli..")
                    .and(not(DECLARATIONS)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule pureModulesHaveNoClockThreadLoggerOrSocket = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(belongToAnyOf(Clock.class, Thread.class)
                    .or(resideInAnyPackage(
                            "org.slf4j..",
                            "java.util.logging..",
                            "java.net.http..",
                            "java.nio.channels..",
                            "java.util.concurrent..",
                            "java.sql.."))
                    .or(sockets()))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule timeComesFromTheClockAlone = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now");

    @ArchTest
    static final ArchRule onlyTheMachineRoomAndTheAgentWindUpAClock = noClasses()
            .that()
            .resideOutsideOfPackages("dev.postern.server..", "dev.postern.agent..")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule theAgentNeedsNoSpring = noClasses()
            .that()
            .resideInAPackage("dev.postern.agent..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework..").and(not(DECLARATIONS)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule facesKnowNoDatabase = noClasses()
            .that()
            .resideInAnyPackage("dev.postern.console..", "dev.postern.api..", "dev.postern.terminal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.jdbc..", "org.springframework.transaction..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule onlyTheConsoleKnowsVaadin = noClasses()
            .that()
            .resideOutsideOfPackages("dev.postern.console..", "dev.postern.server..", "dev.postern")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.vaadin..");

    @ArchTest
    static final ArchRule namesAreNouns = noClasses()
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching(
                    ".*(Util|Utils|Helper|Manager|Impl)"));

    @ArchTest
    static final ArchRule everyPackageSaysThatNullIsAnException =
            classes().that(alwaysTrue()).should(new NullMarkedPackage());

    /** A module without a declaration may import anything, so every one declares. */
    @ArchTest
    static void everyModuleDeclaresWhomItMayUse(JavaClasses main) {
        assertThat(main.getPackage("dev.postern").getSubpackages())
                .isNotEmpty()
                .allSatisfy(module -> assertThat(module.isAnnotatedWith(ApplicationModule.class))
                        .as(module.getName())
                        .isTrue());
    }

    private static DescribedPredicate<JavaClass> sockets() {
        return resideInAPackage("java.net..")
                .and(not(belongToAnyOf(
                        java.net.URI.class,
                        java.net.URISyntaxException.class,
                        java.net.URLDecoder.class,
                        java.net.URLEncoder.class)));
    }
}
