package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.credential.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Files that a set-up document names; they lie on the connector's machine. */
final class OwnFiles {
    /** How such a file is named. */
    static final TextRule RULE = TextRule.of(
            "SETUP_FILE_PATH_UNFIT", "/.+", "Write the absolute path of a file that the connector may read.");

    private static final int LONGEST_LINE_BYTES = 4 << 10;
    private static final int LARGEST_BUNDLE_BYTES = 4 << 20;

    private OwnFiles() {}

    /** The first line. */
    static Secret line(String file, String path, Findings findings) {
        try (InputStream content = Files.newInputStream(regular(file))) {
            byte[] bytes = content.readNBytes(LONGEST_LINE_BYTES);
            String line = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (line.isEmpty()) {
                findings.add(
                        path,
                        "SETUP_FILE_EMPTY",
                        "The file's first line is empty.",
                        "Write the password into its first line.");
            }
            return Secret.of(line);
        } catch (IOException failure) {
            findings.add(path, "SETUP_FILE_UNREADABLE", "The file can't be read.", "Let the connector's user read it.");
            return Secret.of("");
        }
    }

    /** The text of a PEM file with one certificate. */
    static String certificate(String file, String path, Findings findings) {
        try (InputStream content = Files.newInputStream(regular(file))) {
            return new String(content.readNBytes(LARGEST_BUNDLE_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            findings.add(path, "SETUP_FILE_UNREADABLE", "The file can't be read.", "Let the connector's user read it.");
            return "";
        }
    }

    static void checkCertificates(String file, String path, Findings findings) {
        String fix =
                "Write the absolute path of a PEM file with at least one certificate, and let the connector's user read it.";
        try (InputStream content = Files.newInputStream(regular(file))) {
            byte[] bytes = content.readNBytes(LARGEST_BUNDLE_BYTES);
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .isEmpty()) {
                findings.add(path, "SETUP_FILE_WITHOUT_CERTIFICATE", "The file holds no certificate.", fix);
            }
        } catch (IOException | CertificateException failure) {
            findings.add(
                    path, "SETUP_FILE_WITHOUT_CERTIFICATE", "The file can't be read, or holds no certificates.", fix);
        }
    }

    private static Path regular(String file) throws IOException {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new IOException("not a regular file");
        }
        return path;
    }
}
