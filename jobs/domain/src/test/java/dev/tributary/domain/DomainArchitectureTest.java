package dev.tributary.domain;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** The domain is pure: no framework, no clock, no chance, no floating point. */
@AnalyzeClasses(packages = "dev.tributary.domain", importOptions = ImportOption.DoNotIncludeTests.class)
final class DomainArchitectureTest {
    @ArchTest
    static final ArchRule domainKnowsOnlyTheJdkAndTheHash = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.tributary.domain..", "java..", "org.bouncycastle.crypto..", "org.jspecify..");

    @ArchTest
    static final ArchRule domainDoesNoInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.net..", "java.sql..", "java.nio.file..")
                    // A mark on rules that travel with an operator; it reads and writes nothing.
                    .and(not(type(Serializable.class))));

    @ArchTest
    static final ArchRule timeAndChanceAreInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule moneyIsNeverAFloat = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Double.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Float.class);
}
