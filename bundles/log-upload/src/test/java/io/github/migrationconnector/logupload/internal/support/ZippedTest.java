package io.github.migrationconnector.logupload.internal.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.migrationconnector.logging.redaction.Redactor;
import io.github.migrationconnector.logupload.internal.Cleaner;
import io.github.migrationconnector.logupload.internal.HomeFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a support bundle's file. */
final class ZippedTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final Zipped zip =
            new Zipped(file, Cleaner.of(new Redactor(List.of("known-value"))), Instant.ofEpochSecond(1));

    private Map<String, String> entries() throws IOException {
        zip.finish();
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file.toByteArray()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    @Test
    void everyTextIsCleanedAndItsDigestKept() throws Exception {
        zip.add("a.txt", lines -> lines.add("password=S3CRETmark"));
        zip.add(
                "b.json",
                JsonNodeFactory.instance.objectNode().put("said", "known-value").put("user", "olga"));
        JsonNode kept = zip.entries();
        Map<String, String> entries = entries();
        assertThat(entries.values()).noneMatch(text -> text.contains("S3CRETmark") || text.contains("known-value"));
        assertThat(new ObjectMapper()
                        .readTree(entries.get("b.json"))
                        .path("user")
                        .asText())
                .isEqualTo("olga");
        for (JsonNode entry : kept) {
            byte[] content = entries.get(entry.path("name").asText()).getBytes(StandardCharsets.UTF_8);
            assertThat(entry.path("bytes").asInt()).isEqualTo(content.length);
            assertThat(entry.path("sha256").asText())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        }
        assertThat(kept).hasSize(2);
    }

    @Test
    void whatIsBelowASecretsNameGoes() throws IOException {
        zip.add(
                "c.json",
                new ObjectMapper()
                        .readTree(
                                "{\"passwords\":[\"S3CRETmark\"],\"of\":[{\"secret\":{\"value\":[{\"a\":\"S3CRETmark\"}]},"
                                        + "\"user\":\"olga\"}]}"));
        JsonNode document = new ObjectMapper().readTree(entries().get("c.json"));
        assertThat(document.toString()).doesNotContain("S3CRETmark");
        assertThat(document.at("/of/0/user").asText()).isEqualTo("olga");
    }

    @Test
    void aLogThatIsBrokenIsLeftOutAndNamed(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("log"));
        Files.writeString(home.resolve("log/access.log"), "whole\n");
        Files.writeString(home.resolve("log/access.2026-11-30.0.log.gz"), "");
        Files.writeString(home.resolve("log/upgrade.2026-11-30.0.log.gz"), "not packed");
        Map<String, String> missing = new TreeMap<>();
        new FilesPart(new HomeFiles(home, home.resolve("conf")), missing::put).add(zip);
        assertThat(entries()).containsOnlyKeys("journals.json", "logs/access.log");
        assertThat(missing).containsOnlyKeys("logs/access.2026-11-30.0.log", "logs/upgrade.2026-11-30.0.log");
        assertThat(missing.values()).allMatch(why -> why.contains(".gz can't be read: "));
    }

    @Test
    void settingsAreThereWithoutTheirSecrets(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("log"));
        Files.writeString(
                home.resolve("conf/x.cfg"),
                "url=https://vc.example\nmy.password = two words\n  and.token: a\\\n  b-goes-on\nsmtp.user=olga\n");
        Files.writeString(home.resolve("conf/key.pem"), "not taken along");
        new FilesPart(new HomeFiles(home, home.resolve("conf")), (entry, why) -> {}).add(zip);
        Map<String, String> entries = entries();
        assertThat(entries).containsOnlyKeys("conf/x.cfg", "journals.json");
        assertThat(entries.get("conf/x.cfg"))
                .isEqualTo("url=https://vc.example\nmy.password = [redacted]\n  and.token: [redacted]\n[redacted]\n"
                        + "smtp.user=olga\n");
    }
}
