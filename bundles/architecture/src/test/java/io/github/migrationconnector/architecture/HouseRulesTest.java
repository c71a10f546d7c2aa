package io.github.migrationconnector.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class HouseRulesTest {
    private static final Map<ArchRule, String> PLANTED = Map.ofEntries(
            Map.entry(HouseRules.COMPONENTS_ARE_FINAL, "ComponentThatIsNotFinal"),
            Map.entry(HouseRules.NO_STATIC_MUTABLE_STATE, "StaticState.counter"),
            Map.entry(HouseRules.NO_GET_INSTANCE, "Singleton.getInstance"),
            Map.entry(HouseRules.NO_ACTIVATOR, "Activator"),
            Map.entry(HouseRules.OPTIONAL_NOT_KEPT, "OptionalUse.kept"),
            Map.entry(HouseRules.OPTIONAL_NOT_TAKEN, "OptionalUse.take"),
            Map.entry(HouseRules.NAMES, "BlockManager"),
            Map.entry(HouseRules.NO_EXIT, "Impatient.exit"),
            Map.entry(HouseRules.NO_SLEEP, "Impatient.sleep"),
            Map.entry(HouseRules.NO_STACK_TRACE_PRINTED, "Impatient.print"),
            Map.entry(HouseRules.NO_PROCESS_WIDE_DEFAULTS, "Defaults.trustAnyone"),
            Map.entry(HouseRules.SECRETS_SHOW_NOTHING, "Login.password"));

    @TestFactory
    Stream<DynamicTest> theProductKeeps() {
        JavaClasses product = Module.allClasses();
        return HouseRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(product)));
    }

    @TestFactory
    Stream<DynamicTest> aPlantedViolationIsCaught() {
        return HouseRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> assertThat(PLANTED)
                        .hasEntrySatisfying(rule, place -> assertThat(Planted.violations(rule))
                                .contains(Module.ROOT + ".planted." + place))));
    }

    @TestFactory
    Stream<DynamicTest> whatKeepsToTheRulesIsLeftAlone() {
        return HouseRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> assertThat(Planted.violations(rule))
                        .doesNotContain("planted.Good")));
    }

    @Test
    void stateBehindAFinalReferenceIsCaught() {
        assertThat(Planted.violations(HouseRules.NO_STATIC_MUTABLE_STATE))
                .contains("StaticState.cache")
                .contains("StaticState.calls");
    }

    @Test
    void everyOtherForbiddenDefaultIsCaught() {
        assertThat(Planted.violations(HouseRules.NO_PROCESS_WIDE_DEFAULTS))
                .contains("Defaults.follow")
                .contains("Defaults.context")
                .contains("Defaults.language");
    }

    /** A rule that matches nothing says nothing; ArchUnit fails then, and must not be told otherwise. */
    @TestFactory
    Stream<DynamicTest> anEmptyMatchFails() {
        JavaClasses nothing = new ClassFileImporter().importPackages("io.github.migrationconnector.nosuchpackage");
        return Stream.concat(HouseRules.ALL.stream(), Layers.ALL.stream())
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(), () -> assertThatThrownBy(() -> rule.check(nothing))
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining("failed to check any classes")));
    }
}
