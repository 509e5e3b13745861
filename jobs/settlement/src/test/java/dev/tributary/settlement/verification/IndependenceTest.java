package dev.tributary.settlement.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tributary.settlement.ledger.AccountTotal;
import dev.tributary.settlement.ledger.VaultId;
import org.junit.jupiter.api.Test;

final class IndependenceTest {
    @Test
    void aVerifierHasNoWayToATable() {
        noClasses()
                .that()
                .resideInAPackage("dev.tributary.settlement.verification")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.sql",
                                "javax.sql",
                                "org.postgresql..",
                                "com.zaxxer..",
                                "dev.tributary.settlement.ledger",
                                "dev.tributary.settlement.database")
                        .and(DescribedPredicate.not(assignableTo(AccountTotal.class)))
                        .and(DescribedPredicate.not(assignableTo(VaultId.class))))
                .check(new ClassFileImporter()
                        .importUrl(BatchVerifier.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()));
    }
}
