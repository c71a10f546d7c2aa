package io.github.migrationconnector.launcher.internal;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key on P-256 and the certificate that it signed for itself (RFC 5280).
 *
 * @param key the private key
 * @param certificate for a server's use only
 */
record SelfSigned(PrivateKey key, X509Certificate certificate) {
    /** The longest that Apple's systems accept of a server's certificate, even of one that a user trusts. */
    static final Duration LIFE = Duration.ofDays(825);

    /** Clients' clocks may be behind. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    /** RFC 5280, appendix A.1: ub-common-name. */
    private static final int MAX_COMMON_NAME = 64;

    private static final int SERIAL_BITS = 127;

    static SelfSigned make(HostNames host, Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = subject(host);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.minus(BACKDATED).plus(LIFE)),
                subject,
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, alternativeNames(host));
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            return new SelfSigned(pair.getPrivate(), certificate);
        } catch (CertIOException | OperatorCreationException e) {
            throw new GeneralSecurityException("the certificate can't be made: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "SelfSigned " + certificate.getSubjectX500Principal();
    }

    private static X500Name subject(HostNames host) {
        String name = host.names().get(0);
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Server Migration Connector")
                .addRDN(BCStyle.CN, name.length() > MAX_COMMON_NAME ? "connector" : name)
                .build();
    }

    private static GeneralNames alternativeNames(HostNames host) {
        List<GeneralName> names = new ArrayList<>();
        host.names().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        host.addresses().forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }
}
