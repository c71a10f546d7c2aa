package io.github.migrationconnector.vsphere.internal.fake;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that issues certificates as a test wants them, made by another library than the one that judges them. */
public final class TestAuthority {
    private static final long DAY_SECONDS = 86_400;

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final Instant now;

    /** A root. */
    public TestAuthority(String name, Instant now) {
        this.name = new X500Name(name);
        this.now = now;
        this.keys = freshKeys();
        this.certificate =
                sign(this.name, this.name, keys, keys, new Wanted("", now.plusSeconds(DAY_SECONDS), true, false));
    }

    private TestAuthority(X500Name name, TestAuthority above) {
        this.name = name;
        this.now = above.now;
        this.keys = freshKeys();
        this.certificate = above.sign(
                above.name, name, above.keys, keys, new Wanted("", now.plusSeconds(DAY_SECONDS), true, false));
    }

    /**
     * A certificate that is wanted.
     *
     * @param named host name or address; {@code dns:} before it makes any text a DNS name
     */
    public record Wanted(String named, Instant until, boolean authority, boolean client) {
        public static Wanted of(String named) {
            return new Wanted(named, Instant.MAX, false, false);
        }

        public Wanted until(Instant end) {
            return new Wanted(named, end, authority, client);
        }

        public Wanted forClients() {
            return new Wanted(named, until, authority, true);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public TestAuthority below(String other) {
        return new TestAuthority(new X500Name(other), this);
    }

    public X509Certificate issue(Wanted wanted) {
        return sign(name, new X500Name("CN=server"), keys, freshKeys(), wanted);
    }

    /** One that claims to be issued by a server's own certificate. */
    public X509Certificate forgedBelow(X509Certificate server) {
        X500Name issuer = new X500Name(server.getSubjectX500Principal().getName());
        KeyPair some = freshKeys();
        return sign(issuer, new X500Name("CN=forged"), some, some, Wanted.of("vcenter.example"));
    }

    private static KeyPair freshKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(X500Name issuer, X500Name subject, KeyPair by, KeyPair own, Wanted wanted) {
        try {
            Instant end = wanted.until().equals(Instant.MAX) ? now.plusSeconds(DAY_SECONDS) : wanted.until();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(now.minusSeconds(DAY_SECONDS)),
                    Date.from(end),
                    subject,
                    own.getPublic());
            if (wanted.authority()) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(generalName(wanted.named())));
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(
                                wanted.client() ? KeyPurposeId.id_kp_clientAuth : KeyPurposeId.id_kp_serverAuth));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName generalName(String named) {
        if (named.startsWith("dns:")) {
            return new GeneralName(GeneralName.dNSName, named.substring(4));
        }
        boolean address = named.matches("[0-9.]+|[0-9a-f:]*:[0-9a-f:]*");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, named);
    }
}
