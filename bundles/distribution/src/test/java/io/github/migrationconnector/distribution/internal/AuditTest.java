package io.github.migrationconnector.distribution.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.launcher.internal.BundleEntry;
import io.github.migrationconnector.launcher.internal.BundleSet;
import io.github.migrationconnector.launcher.internal.Mode;
import io.github.migrationconnector.launcher.internal.Tier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AuditTest {
    private static final String DIGEST = "0".repeat(64);
    private static final String OWN = "io.github.migrationconnector.";

    private static final CarriedList LIST = CarriedList.parse(
            """
            # a remark

            bundle 1 platform run,command MIT slf4j-api
            bundle 5 platform run Apache-2.0 netty
            bundle 5 platform run Apache-2.0 netty-codec
            bundle 10 platform run,command Apache-2.0 api
            embedded Apache-2.0 sdk-core utils
            """);

    private static final List<AuditedJar> JARS = List.of(
            jar("vmdk-0.1.0.jar", OWN + "vmdk", Map.of()),
            jar("slf4j-api-2.0.17.jar", "slf4j.api", Map.of()),
            jar("netty-4.1.jar", "netty", Map.of()),
            jar("netty-codec-4.1.jar", "netty.codec", Map.of("sdk-core-2.jar", DIGEST)),
            jar("api-0.1.0.jar", OWN + "api", Map.of()));

    @Test
    void ordersTheSetByStartLevel() {
        BundleSet set = new Audit(LIST, JARS).set(Path.of("/bundles"), "0.1.0");
        assertThat(set.entries())
                .extracting(BundleEntry::file)
                .containsExactly(
                        "slf4j-api-2.0.17.jar",
                        "netty-4.1.jar",
                        "netty-codec-4.1.jar",
                        "api-0.1.0.jar",
                        "vmdk-0.1.0.jar");
    }

    @Test
    void takesABundleOfOursAsLive() {
        BundleSet set = new Audit(LIST, JARS).set(Path.of("/bundles"), "0.1.0");
        assertThat(set.entries())
                .last()
                .isEqualTo(new BundleEntry("vmdk-0.1.0.jar", DIGEST, 20, Tier.LIVE, Set.of(Mode.RUN)));
    }

    @Test
    void namesTheOthersWithTheirLicences() {
        Audit audit = new Audit(LIST, JARS);
        audit.set(Path.of("/bundles"), "0.1.0");
        assertThat(audit.thirdParties())
                .containsExactly(
                        "Apache-2.0  " + DIGEST + "  netty-4.1.jar",
                        "Apache-2.0  " + DIGEST + "  netty-codec-4.1.jar",
                        "Apache-2.0  " + DIGEST + "  sdk-core-2.jar (in netty-codec-4.1.jar)",
                        "MIT  " + DIGEST + "  slf4j-api-2.0.17.jar");
    }

    @Test
    void refusesWhatIsNotListed() {
        complains(jar("other-1.0.jar", "other", Map.of()), "other-1.0.jar is not in bundles.list");
        complains(jar("netty-handler-4.1.jar", "netty.handler", Map.of()), "netty-handler-4.1.jar is not in");
        complains(jar("plain-1.0.jar", "", Map.of()), "plain-1.0.jar is no bundle");
        complains(
                jar("aws-0.1.0.jar", OWN + "aws", Map.of("gson-2.jar", DIGEST)),
                "gson-2.jar within aws-0.1.0.jar is not in bundles.list");
    }

    @Test
    void knowsWhatIsUnpackedInABundleOfOurs() {
        CarriedList list = CarriedList.parse("inlined MIT store org/db/ db-1.0\n");
        AuditedJar known = new AuditedJar(
                Path.of("store-0.1.0.jar"), DIGEST, OWN + "store", Map.of(), Set.of("org/db/", "org/db/sql/"));
        Audit audit = new Audit(list, List.of(known));
        audit.set(Path.of("/bundles"), "0.1.0");
        assertThat(audit.thirdParties())
                .containsExactly("MIT  " + "-".repeat(64) + "  db-1.0 (unpacked in store-0.1.0.jar)");
        AuditedJar unknown = new AuditedJar(Path.of("aws-0.1.0.jar"), DIGEST, OWN + "aws", Map.of(), Set.of("org/db/"));
        assertThatThrownBy(() -> new Audit(list, List.of(unknown)).set(Path.of("/bundles"), "0.1.0"))
                .hasMessageContaining("org/db/ within aws-0.1.0.jar is not in bundles.list");
    }

    @Test
    void refusesWhatIsListedAndNotThere() {
        assertThatThrownBy(() -> new Audit(LIST, JARS.subList(0, 2)).set(Path.of("/bundles"), "0.1.0"))
                .hasMessageContaining("api is in bundles.list but not among the dependencies");
    }

    @Test
    void refusesAListThatSaysAThingTwice() {
        String line = "bundle 1 platform run MIT slf4j-api\n";
        assertThatThrownBy(() -> CarriedList.parse(line + line)).hasMessageContaining("line 2: said before");
        assertThatThrownBy(() -> CarriedList.parse("bundle 1 platform")).hasMessageContaining("line 1");
    }

    private static void complains(AuditedJar added, String complaint) {
        List<AuditedJar> jars = new java.util.ArrayList<>(JARS);
        jars.add(added);
        assertThatThrownBy(() -> new Audit(LIST, jars).set(Path.of("/bundles"), "0.1.0"))
                .hasMessageContaining(complaint);
    }

    private static AuditedJar jar(String name, String symbolicName, Map<String, String> embedded) {
        return new AuditedJar(Path.of(name), DIGEST, symbolicName, embedded, Set.of());
    }
}
