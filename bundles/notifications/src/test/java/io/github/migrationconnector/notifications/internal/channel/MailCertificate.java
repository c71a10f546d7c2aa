package io.github.migrationconnector.notifications.internal.channel;

import java.math.BigInteger;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that nobody vouches for, for the servers of tests. */
final class MailCertificate {
    private static final char[] WORD = "changeit".toCharArray();

    private final KeyStore keys;

    MailCertificate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        keys = keys(generator.generateKeyPair());
    }

    private static KeyStore keys(KeyPair pair) throws Exception {
        X500Name name = new X500Name("CN=mail.example");
        Instant now = Instant.now();
        X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(3600)),
                        Date.from(now.plusSeconds(3600)),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("mail", pair.getPrivate(), WORD, new Certificate[] {
            new JcaX509CertificateConverter().getCertificate(certificate)
        });
        return keys;
    }

    String sha256() throws Exception {
        return sha256(keys.getCertificate("mail"));
    }

    /** The fingerprint of any certificate. */
    static String sha256(Certificate certificate) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    /** The server's side of TLS over a connection. */
    SSLSocket secured(Socket client) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, WORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(client, "", 0, false);
        secured.setUseClientMode(false);
        return secured;
    }
}
