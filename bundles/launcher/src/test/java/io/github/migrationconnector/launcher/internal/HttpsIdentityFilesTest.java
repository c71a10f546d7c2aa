package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpsIdentityFilesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void staysTheSameFromStartToStart() {
        HttpsIdentity first = at(NOW).loadOrMake();
        HttpsIdentity second = at(NOW.plus(Duration.ofDays(300))).loadOrMake();
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.password()).isEqualTo(first.password());
    }

    @Test
    void isRenewedBeforeItEnds() {
        HttpsIdentity first = at(NOW).loadOrMake();
        Instant end = first.certificate().getNotAfter().toInstant();
        Instant lastDay = end.minus(HttpsIdentityFiles.RENEWED_BEFORE_END);
        assertThat(at(lastDay.minusSeconds(1)).loadOrMake().fingerprint()).isEqualTo(first.fingerprint());
        HttpsIdentity next = at(lastDay.plusSeconds(1)).loadOrMake();
        assertThat(next.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(next.certificate().getNotAfter().toInstant()).isAfter(end);
    }

    @Test
    void whatAnAuthorityIssuedIsLeftToWhoHadItIssued() throws Exception {
        HttpsIdentity first = at(NOW).loadOrMake();
        String password = "file:" + directory.resolve("keystore.password");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                at("ca.key"),
                "-out",
                at("ca.pem"),
                "-subj",
                "/CN=Ca");
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                at("own.key"),
                "-out",
                at("own.csr"),
                "-subj",
                "/CN=Own");
        openssl(
                "x509",
                "-req",
                "-in",
                at("own.csr"),
                "-CA",
                at("ca.pem"),
                "-CAkey",
                at("ca.key"),
                "-CAcreateserial",
                "-days",
                "1",
                "-out",
                at("own.pem"));
        openssl(
                "pkcs12",
                "-export",
                "-name",
                "connector",
                "-inkey",
                at("own.key"),
                "-in",
                at("own.pem"),
                "-out",
                first.keyStore().toString(),
                "-passout",
                password);

        HttpsIdentity issued = at(Instant.now()).loadOrMake();

        assertThat(issued.certificate().getIssuerX500Principal().getName()).isEqualTo("CN=Ca");
        assertThat(openssl("x509", "-noout", "-fingerprint", "-sha256", "-in", at("certificate.pem")))
                .as("clients pin what is shown")
                .isEqualToIgnoringCase("sha256 Fingerprint=" + issued.fingerprint());
    }

    private String at(String file) {
        return directory.resolve(file).toString();
    }

    @Test
    void isForThisHostOnP256() throws Exception {
        X509Certificate certificate = at(NOW).loadOrMake().certificate();
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(java.util.Date.from(NOW));
        assertThat(((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(256);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        List<String> names = certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
        assertThat(names).contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(names).contains(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    }

    @Test
    void isWhatOpensslReads() throws Exception {
        HttpsIdentity identity = at(NOW).loadOrMake();
        Path pem = directory.resolve("certificate.pem");
        assertThat(openssl("x509", "-noout", "-fingerprint", "-sha256", "-in", pem.toString()))
                .isEqualToIgnoringCase("sha256 Fingerprint=" + identity.fingerprint());
        assertThat(openssl("x509", "-noout", "-checkip", "127.0.0.1", "-in", pem.toString()))
                .contains("does match");
        assertThat(openssl(
                        "pkcs12",
                        "-in",
                        identity.keyStore().toString(),
                        "-nodes",
                        "-passin",
                        "file:" + directory.resolve("keystore.password")))
                .contains("BEGIN PRIVATE KEY");
    }

    @Test
    void isClosedToOthers() throws IOException {
        at(NOW).loadOrMake();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList()).hasSize(3).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void showsNoPasswordOfItself() {
        HttpsIdentity identity = at(NOW).loadOrMake();
        assertThat(identity.toString()).doesNotContain(identity.password());
    }

    @Test
    void saysWhatToDoAboutADamagedStore() throws IOException {
        at(NOW).loadOrMake();
        Files.write(directory.resolve("keystore.p12"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> at(NOW).loadOrMake())
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.fix()).contains("delete the files there"));
    }

    private HttpsIdentityFiles at(Instant now) {
        return new HttpsIdentityFiles(directory, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String openssl(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("openssl"), Stream.of(words)).toList());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
