package io.github.migrationconnector.access.internal.certificate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The home's {@code tls/}, which the launcher fills at the first start: {@code keystore.p12} with the key and its chain, {@code
 * keystore.password} that opens it, {@code certificate.pem} for clients that pin it; and while a request waits {@code
 * request.p12} with its key and {@code request.pem}.
 */
public final class TlsFiles {
    private static final String ALIAS = "connector";
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    public TlsFiles(Path directory) {
        this.directory = directory;
    }

    public HeldCertificate held() {
        return read(keyStore()).orElseThrow(() -> new IllegalStateException("HTTPS without a key store"));
    }

    /** The key store as it is, to be put back by {@link #restore} if another is not taken. */
    byte[] kept() {
        try {
            return Files.readAllBytes(keyStore());
        } catch (IOException failure) {
            throw CertificateProblems.files("The certificate can't be read", failure);
        }
    }

    void keep(HeldCertificate certificate) {
        write(keyStore(), packed(certificate));
    }

    void restore(byte[] kept) {
        write(keyStore(), kept);
    }

    /** For clients that pin the certificate: after the port shows it. */
    void publish(HeldCertificate certificate) {
        write(directory.resolve("certificate.pem"), PemText.of(certificate.chain()));
    }

    void keepRequest(HeldCertificate placeholder, String pem) {
        // without the text, a crash between the files leaves no text of another key
        remove(requestText());
        write(requestKey(), packed(placeholder));
        write(requestText(), pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** The key of the request that waits. */
    Optional<PrivateKey> requestedKey() {
        return read(requestKey()).map(HeldCertificate::key);
    }

    /** The request that waits, in PEM; empty when none does. */
    public String request() {
        try {
            return Files.exists(requestText()) ? Files.readString(requestText(), StandardCharsets.US_ASCII) : "";
        } catch (IOException failure) {
            throw CertificateProblems.files("The request can't be read", failure);
        }
    }

    void forgetRequest() {
        remove(requestText());
        remove(requestKey());
    }

    private Path keyStore() {
        return directory.resolve("keystore.p12");
    }

    private Path requestKey() {
        return directory.resolve("request.p12");
    }

    private Path requestText() {
        return directory.resolve("request.pem");
    }

    private char[] password() throws IOException {
        return Files.readString(directory.resolve("keystore.password"), StandardCharsets.US_ASCII)
                .strip()
                .toCharArray();
    }

    private Optional<HeldCertificate> read(Path file) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            char[] password = password();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
            List<X509Certificate> chain = new ArrayList<>();
            Certificate[] kept = store.getCertificateChain(ALIAS);
            if (kept == null || !(store.getKey(ALIAS, password) instanceof PrivateKey key)) {
                throw new GeneralSecurityException("no key named " + ALIAS + " in " + file.getFileName());
            }
            for (Certificate certificate : kept) {
                chain.add((X509Certificate) certificate);
            }
            Arrays.fill(password, '\0');
            return Optional.of(new HeldCertificate(key, chain));
        } catch (IOException | GeneralSecurityException failure) {
            throw CertificateProblems.files("The certificate can't be read", failure);
        }
    }

    private byte[] packed(HeldCertificate certificate) {
        try {
            char[] password = password();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    ALIAS, certificate.key(), password, certificate.chain().toArray(new Certificate[0]));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            Arrays.fill(password, '\0');
            return bytes.toByteArray();
        } catch (IOException | GeneralSecurityException failure) {
            throw CertificateProblems.files("The certificate can't be kept", failure);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw CertificateProblems.files("A file can't be removed", failure);
        }
    }

    /** Whole or not at all, also over a power cut. */
    private void write(Path file, byte[] content) {
        try {
            Path draft = Files.createTempFile(directory, ".draft", "", OWNER_ONLY);
            try {
                try (FileChannel out = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
                    ByteBuffer left = ByteBuffer.wrap(content);
                    while (left.hasRemaining()) {
                        out.write(left);
                    }
                    out.force(true);
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel folder = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
                    folder.force(true);
                }
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException failure) {
            throw CertificateProblems.files("The certificate can't be kept", failure);
        }
    }
}
