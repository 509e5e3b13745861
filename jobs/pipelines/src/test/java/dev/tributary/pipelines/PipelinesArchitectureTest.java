package dev.tributary.pipelines;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.api.common.functions.Function;

@AnalyzeClasses(packages = "dev.tributary.pipelines", importOptions = ImportOption.DoNotIncludeTests.class)
final class PipelinesArchitectureTest {
    private static final String MARKET = "dev.tributary.pipelines.market..";
    private static final String METERING = "dev.tributary.pipelines.metering..";
    private static final String ROYALTIES = "dev.tributary.pipelines.royalties..";
    private static final String SETTLEMENT = "dev.tributary.pipelines.settlement..";
    private static final String CONNECTORS = "dev.tributary.pipelines.connectors..";

    /** What one stage hands to another: its messages and the place where it is built. */
    private static final DescribedPredicate<HasName> MESSAGES_OF_ROYALTIES = nameMatching(
            ".*\\.royalties\\.(AccountCredit|ChainArguments|ChainFacts|ChainRecord|ChainSeconds|ChargedMinute|ChargedMinutes|ChargePosition"
                    + "|ChargePosition\\$Whole|Claim|ContractAddresses|DescribedModel|DownstreamUsage|FinalizedBlock"
                    + "|RegisteredModel|RoyaltyStageOutputs|RoyaltyStages|BookEntry|BookEntry\\$Book|PayerPosition|SuspensePosition"
                    + "|FundingSettings|StageRules)");

    private static final DescribedPredicate<HasName> MESSAGES_OF_MARKET = nameMatching(
            ".*\\.market\\.(AccessPass|BenchmarkReport|MarketOutputs|MarketStages|ModelTerms|ModelVerification|Purchase"
                    + "|Purchase\\$State)");

    private static final DescribedPredicate<HasName> MESSAGES_OF_SETTLEMENT =
            nameMatching(".*\\.settlement\\.(LineMinute|LinePeriod|LineStreams|LineTotal|SealingStages)");

    private static final DescribedPredicate<HasName> MESSAGES_OF_METERING = nameMatching(
            ".*\\.metering\\.(Frontier|ModelObservations|ModelUsage|MeteringOutputs|MeteringPipeline|MeteringSettings|MeteringUids|Quantities|RefusedAmount|Tally"
                    + "|UsageCount|UsageMinute|UsageRecord|UsageRejected|UsageRejectedJson|UsageRow|UsageRows|UsageTime)");

    @ArchTest
    static final ArchRule onlyConnectorsKnowTheOutside = noClasses()
            .that()
            .resideOutsideOfPackage(CONNECTORS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink.connector.kafka..",
                    "org.apache.kafka..",
                    "java.sql..",
                    "javax.sql..",
                    "org.postgresql..",
                    "org.web3j..");

    @ArchTest
    static final ArchRule stagesKnowRoyaltiesByItsMessagesAlone = noClasses()
            .that()
            .resideOutsideOfPackage(ROYALTIES)
            .should()
            .dependOnClassesThat(resideInAPackage(ROYALTIES).and(not(MESSAGES_OF_ROYALTIES)));

    @ArchTest
    static final ArchRule stagesKnowSettlementByItsMessagesAlone = noClasses()
            .that()
            .resideOutsideOfPackage(SETTLEMENT)
            .should()
            .dependOnClassesThat(resideInAPackage(SETTLEMENT).and(not(MESSAGES_OF_SETTLEMENT)));

    @ArchTest
    static final ArchRule stagesKnowMeteringByItsMessagesAlone = noClasses()
            .that()
            .resideOutsideOfPackage(METERING)
            .should()
            .dependOnClassesThat(resideInAPackage(METERING).and(not(MESSAGES_OF_METERING)));

    @ArchTest
    static final ArchRule stagesKnowTheMarketByItsMessagesAlone = noClasses()
            .that()
            .resideOutsideOfPackage(MARKET)
            .should()
            .dependOnClassesThat(resideInAPackage(MARKET).and(not(MESSAGES_OF_MARKET)));

    @ArchTest
    static final ArchRule moneyDoesNotDependOnWhatIsDescribed = noClasses()
            .that(resideInAnyPackage(METERING, ROYALTIES, SETTLEMENT))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(MARKET);

    @ArchTest
    static final ArchRule stagesDoNotKnowWhereTheirStreamsComeFrom = noClasses()
            .that(resideInAnyPackage(MARKET, METERING, ROYALTIES, SETTLEMENT))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CONNECTORS);

    @ArchTest
    static final ArchRule operatorsAreFinalAndHidden = classes()
            .that()
            .implement(Function.class)
            .and()
            .areTopLevelClasses()
            .and()
            .resideInAnyPackage(MARKET, METERING, ROYALTIES, SETTLEMENT)
            .should()
            .bePackagePrivate()
            .andShould()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule timeAndChanceAreInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule moneyKnowsNoFractions = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(MARKET, ROYALTIES, SETTLEMENT)
            .should()
            .notHaveRawReturnType(double.class)
            .andShould()
            .notHaveRawReturnType(float.class);
}
