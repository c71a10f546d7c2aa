package io.github.migrationconnector.launcher.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Keeps the HTTPS certificate in the home's {@code tls/}: {@code keystore.p12} with the key, {@code keystore.password},
 * and {@code certificate.pem} for clients that pin it. Makes a new one when there is none, or when one that signed itself is
 * about to expire; what an authority issued is left to who had it issued.
 */
final class HttpsIdentityFiles {
    /** A certificate that ends sooner is replaced at a start, so that it does not end between two starts. */
    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    private static final String ALIAS = "connector";
    private static final int PASSWORD_BYTES = 24;
    private static final int PEM_LINE = 64;

    private final Path directory;
    private final Clock clock;

    HttpsIdentityFiles(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** The certificate in force. */
    HttpsIdentity loadOrMake() {
        try {
            Optional<HttpsIdentity> kept = load();
            if (kept.isPresent()
                    && !(signedItself(kept.get().certificate())
                            && endsSoon(kept.get().certificate()))) {
                publish(kept.get().certificate());
                return kept.get();
            }
            return make();
        } catch (IOException | GeneralSecurityException e) {
            throw new LaunchException(
                    "the HTTPS certificate in " + directory + " can't be used: " + e.getMessage(),
                    "delete the files there and start again; a new certificate with a new fingerprint is made",
                    e);
        }
    }

    private boolean endsSoon(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().isBefore(clock.instant().plus(RENEWED_BEFORE_END));
    }

    private static boolean signedItself(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    /** A crash may have come between the key store and what clients read. */
    private void publish(X509Certificate certificate) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("certificate.pem");
        String pem = new String(pem(certificate), StandardCharsets.US_ASCII);
        if (Files.notExists(file)
                || !Files.readString(file, StandardCharsets.US_ASCII).startsWith(pem)) {
            Home.writePrivately(file, pem.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Path keyStoreFile() {
        return directory.resolve("keystore.p12");
    }

    private Path passwordFile() {
        return directory.resolve("keystore.password");
    }

    private Optional<HttpsIdentity> load() throws IOException, GeneralSecurityException {
        if (Files.notExists(keyStoreFile())) {
            return Optional.empty();
        }
        String password =
                Files.readString(passwordFile(), StandardCharsets.US_ASCII).strip();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStoreFile())) {
            store.load(in, password.toCharArray());
        }
        if (store.getKey(ALIAS, password.toCharArray()) == null
                || !(store.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
            throw new GeneralSecurityException("no key named " + ALIAS + " in keystore.p12");
        }
        return Optional.of(new HttpsIdentity(keyStoreFile(), password, certificate));
    }

    private HttpsIdentity make() throws IOException, GeneralSecurityException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        SelfSigned made = SelfSigned.make(HostNames.ofThisHost(), clock.instant());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, made.key(), password.toCharArray(), new X509Certificate[] {made.certificate()});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password.toCharArray());
        // without the old store, a crash between the files leaves nothing that does not open
        Files.deleteIfExists(keyStoreFile());
        Home.writePrivately(passwordFile(), (password + "\n").getBytes(StandardCharsets.US_ASCII));
        Home.writePrivately(keyStoreFile(), bytes.toByteArray());
        Home.writePrivately(directory.resolve("certificate.pem"), pem(made.certificate()));
        return new HttpsIdentity(keyStoreFile(), password, made.certificate());
    }

    /** RFC 7468, section 5. */
    private static byte[] pem(X509Certificate certificate) throws GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
