package io.github.migrationconnector.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class LayersTest {
    @TestFactory
    Stream<DynamicTest> theProductKeeps() {
        JavaClasses product = Module.allClasses();
        return Layers.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(product)));
    }

    @TestFactory
    Stream<DynamicTest> aPlantedViolationIsCaught() {
        return Stream.of(
                caught(Layers.ONLY_ALLOWED_IMPORTS, "api.planted.ApiThatKnowsAnAdapter"),
                caught(Layers.ONLY_ALLOWED_IMPORTS, "vsphere.planted.AdapterThatKnowsAnother"),
                caught(Layers.ONLY_ALLOWED_IMPORTS, "replication.internal.planted.AppThatReachesIntoTheStore"),
                caught(Layers.AWS_SDK, "replication.internal.planted.AppThatUsesTheSdk"),
                caught(Layers.CONNECTIONS, "replication.internal.planted.AppThatOpensConnections"),
                caught(Layers.DIALS_VCENTER, "vsphere.planted.ReaderThatGoesOnToAHost"));
    }

    private static DynamicTest caught(ArchRule rule, String fixture) {
        return DynamicTest.dynamicTest(
                fixture, () -> assertThat(Planted.violations(rule)).contains(Module.ROOT + "." + fixture));
    }
}
