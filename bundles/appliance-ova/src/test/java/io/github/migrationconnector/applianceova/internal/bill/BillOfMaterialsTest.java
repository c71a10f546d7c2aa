package io.github.migrationconnector.applianceova.internal.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.applianceova.internal.OvaFailure;
import io.github.migrationconnector.applianceova.internal.ova.GuestSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillOfMaterialsTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @TempDir
    Path directory;

    private Path packages;

    @BeforeEach
    void layOut() throws IOException {
        packages = Files.writeString(
                directory.resolve("packages.tsv"),
                "FreeBSD\t15.1-RELEASE\tamd64\tBSD-2-Clause\nca_root_nss\t3.1\tFreeBSD:15:*\tMPL-2.0 or other terms\n");
        Files.createDirectories(directory.resolve("bundles"));
        Files.createDirectories(directory.resolve("lib"));
        jar("bundles/vmdk-0.1.0.jar", "");
        jar("bundles/netty-codec-4.1.126.Final.jar", "io.netty");
        Files.writeString(
                directory.resolve("THIRD-PARTY.txt"),
                "Software of others: licence (SPDX), SHA-256, file.\n\n"
                        + "Apache-2.0  " + DIGEST + "  netty-codec-4.1.126.Final.jar\n"
                        + "MIT-0  " + DIGEST + "  reactive-streams-1.0.4.jar (in aws-sdk-0.1.0.jar)\n"
                        + "Apache-2.0  " + "-".repeat(64) + "  jdbi3-core-3.47.0 (unpacked in store-0.1.0.jar)\n");
    }

    @Test
    void everyPieceIsListedWithWhatNamesIt() throws IOException {
        JsonNode bill = bill();

        assertThat(one(bill, "FreeBSD").get("type").asText()).isEqualTo("operating-system");
        assertThat(one(bill, "ca_root_nss").get("purl").asText())
                .isEqualTo("pkg:generic/ca_root_nss@3.1?arch=FreeBSD%3A15%3A*");
        assertThat(one(bill, "netty-codec").get("purl").asText())
                .isEqualTo("pkg:maven/io.netty/netty-codec@4.1.126.Final");
        assertThat(one(bill, "vmdk").get("licenses").get(0).get("expression").asText())
                .isEqualTo("Apache-2.0");
        assertThat(one(bill, "reactive-streams").get("version").asText()).isEqualTo("1.0.4");
        assertThat(one(bill, "jdbi3-core").has("hashes")).isFalse();
    }

    @Test
    void aLicenceInProseIsANameAndNoExpression() throws IOException {
        JsonNode licence = one(bill(), "ca_root_nss").get("licenses").get(0);

        assertThat(licence.get("license").get("name").asText()).isEqualTo("MPL-2.0 or other terms");
    }

    @Test
    void theSameOvaHasTheSameBill() throws IOException {
        assertThat(bill()).isEqualTo(bill());
    }

    @Test
    void aBrokenListIsRefused() throws IOException {
        Files.writeString(packages, "FreeBSD 15.1\n");

        assertThatThrownBy(this::bill).isInstanceOf(OvaFailure.class).hasMessageContaining("FreeBSD 15.1");
    }

    @Test
    void provenanceNamesEveryInput() throws IOException {
        Provenance provenance = new Provenance(GuestSystem.FREEBSD, "0.1.0");
        provenance.add("disk content", DIGEST);
        provenance.addAll(Files.writeString(
                directory.resolve("inputs"), "FreeBSD iso\t" + DIGEST + "\thttps://freebsd.invalid/x.iso\n"));
        JsonNode statement = provenance.json("a.ova", DIGEST);

        assertThat(statement.at("/subject/0/digest/sha256").asText()).isEqualTo(DIGEST);
        assertThat(statement
                        .at("/predicate/buildDefinition/resolvedDependencies/1/uri")
                        .asText())
                .isEqualTo("https://freebsd.invalid/x.iso");
        assertThatThrownBy(() -> provenance.addAll(Files.writeString(directory.resolve("inputs"), "iso\tnone\t\n")))
                .isInstanceOf(OvaFailure.class);
    }

    private JsonNode bill() throws IOException {
        return BillOfMaterials.of(directory, packages, GuestSystem.FREEBSD, "0.1.0", DIGEST)
                .json();
    }

    private static JsonNode one(JsonNode bill, String name) {
        return StreamSupport.stream(bill.get("components").spliterator(), false)
                .filter(component -> component.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void jar(String name, String group) throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve(name));
                JarOutputStream jar = new JarOutputStream(out)) {
            if (!group.isEmpty()) {
                jar.putNextEntry(new ZipEntry("META-INF/maven/io.netty/netty-codec/pom.properties"));
                jar.write("groupId=io.netty\nartifactId=netty-codec\nversion=4.1.126.Final\n"
                        .getBytes(StandardCharsets.UTF_8));
            } else {
                jar.putNextEntry(new ZipEntry("empty"));
            }
        }
    }
}
