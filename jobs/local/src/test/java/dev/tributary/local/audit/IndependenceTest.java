package dev.tributary.local.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class IndependenceTest {
    private static final String AUDIT = "dev.tributary.local.audit";

    @Test
    void theAuditUsesNoOtherClassOfTheProject() {
        DescribedPredicate<JavaClass> anotherClassOfTheProject = DescribedPredicate.describe(
                "another class of the project",
                type -> type.getPackageName().startsWith("dev.tributary")
                        && !type.getPackageName().equals(AUDIT));

        noClasses()
                .should()
                .dependOnClassesThat(anotherClassOfTheProject)
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(AUDIT));
    }
}
