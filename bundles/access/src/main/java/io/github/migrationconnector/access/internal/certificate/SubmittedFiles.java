package io.github.migrationconnector.access.internal.certificate;

import io.github.migrationconnector.api.credential.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Reads what administrators bring: chains and keys as PEM, in whatever form openssl writes them, and PKCS #12 files. */
final class SubmittedFiles {
    /** More than the longest chain and key that a browser would bear. */
    static final int MOST_BYTES = 256 << 10;

    private static final int MOST_CERTIFICATES = 20;

    private SubmittedFiles() {}

    /** A PKCS #12 file's content: the key, and certificates in any order. */
    record Opened(PrivateKey key, List<X509Certificate> certificates) {}

    static List<X509Certificate> chain(String pem) {
        List<X509Certificate> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(bounded(pem, "The chain"))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof X509CertificateHolder holder) {
                    found.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
                if (found.size() > MOST_CERTIFICATES) {
                    throw CertificateProblems.unreadable("The chain", "it has more than " + MOST_CERTIFICATES);
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IllegalStateException malformed) {
            throw CertificateProblems.unreadable("The chain", "it is not PEM", malformed);
        }
        if (found.isEmpty()) {
            throw CertificateProblems.unreadable("The chain", "there is no certificate in it");
        }
        return found;
    }

    /** The first key of a PEM text; certificates beside it don't matter. */
    static PrivateKey key(Secret pem, Secret passphrase) {
        return pem.reveal(text -> {
            try (PEMParser parser = new PEMParser(bounded(text, "The key"))) {
                JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
                for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                    if (next instanceof PrivateKeyInfo plain) {
                        return converter.getPrivateKey(plain);
                    }
                    if (next instanceof PEMKeyPair pair) {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    if (next instanceof PKCS8EncryptedPrivateKeyInfo || next instanceof PEMEncryptedKeyPair) {
                        return converter.getPrivateKey(opened(next, passphrase));
                    }
                }
            } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
                // the parser's words may quote the key
                throw CertificateProblems.unreadable("The key", "it is not PEM, or of an unknown kind");
            }
            throw CertificateProblems.unreadable("The key", "there is no private key in it");
        });
    }

    private static PrivateKeyInfo opened(Object locked, Secret passphrase) throws IOException {
        return withCharacters(passphrase, characters -> {
            try {
                if (locked instanceof PKCS8EncryptedPrivateKeyInfo modern) {
                    return modern.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(characters));
                }
                return ((PEMEncryptedKeyPair) locked)
                        .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                .setProvider(new BouncyCastleProvider())
                                .build(characters))
                        .getPrivateKeyInfo();
            } catch (PKCSException | OperatorCreationException | PEMException wrong) {
                throw CertificateProblems.locked(wrong);
            } catch (IOException malformed) {
                throw CertificateProblems.unreadable("The key", "what is locked in it is no key");
            }
        });
    }

    static Opened pkcs12(Secret base64, Secret passphrase) {
        byte[] text = base64.toUtf8();
        byte[] file;
        try {
            if (text.length > MOST_BYTES) {
                throw CertificateProblems.unreadable("The PKCS #12 file", "it is too long");
            }
            file = Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw CertificateProblems.unreadable("The PKCS #12 file", "it is not Base64");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        return withCharacters(passphrase, characters -> opened(file, characters));
    }

    private static Opened opened(byte[] file, char[] passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), passphrase);
            List<X509Certificate> certificates = new ArrayList<>();
            List<PrivateKey> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, passphrase) instanceof PrivateKey key) {
                    keys.add(key);
                    for (Certificate certificate : store.getCertificateChain(alias)) {
                        certificates.add((X509Certificate) certificate);
                    }
                } else if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
            if (keys.size() != 1 || certificates.size() > MOST_CERTIFICATES) {
                throw CertificateProblems.unreadable(
                        "The PKCS #12 file", "it holds " + keys.size() + " keys with their certificates, not one");
            }
            return new Opened(keys.get(0), certificates);
        } catch (IOException failure) {
            if (failure.getCause() instanceof UnrecoverableKeyException wrong) {
                throw CertificateProblems.locked(wrong);
            }
            throw CertificateProblems.unreadable("The PKCS #12 file", "it is none, or damaged", failure);
        } catch (UnrecoverableKeyException wrong) {
            throw CertificateProblems.locked(wrong);
        } catch (GeneralSecurityException | ClassCastException malformed) {
            throw CertificateProblems.unreadable("The PKCS #12 file", "it is none, or damaged", malformed);
        }
    }

    private static Reader bounded(String text, String what) {
        if (text.length() > MOST_BYTES) {
            throw CertificateProblems.unreadable(what, "it is too long");
        }
        return new StringReader(text);
    }

    private static <T> T withCharacters(Secret secret, Function<char[], T> use) {
        byte[] bytes = secret.toUtf8();
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        try {
            return use.apply(characters);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(characters, '\0');
            Arrays.fill(decoded.array(), '\0');
        }
    }
}
