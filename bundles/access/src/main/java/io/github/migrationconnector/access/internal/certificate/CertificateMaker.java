package io.github.migrationconnector.access.internal.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Makes keys on P-256, certificates that such a key signs for itself (RFC 5280), and requests for certificates (PKCS #10,
 * RFC 2986).
 */
public final class CertificateMaker {
    /** The longest that Apple's systems accept of a server's certificate, even of one that a user trusts. */
    private static final Duration LIFE = Duration.ofDays(825);

    /** Clients' clocks may be behind. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    /** RFC 5280, appendix A.1: ub-common-name. */
    private static final int MAX_COMMON_NAME = 64;

    private static final int SERIAL_BITS = 127;

    private final Clock clock;

    public CertificateMaker(Clock clock) {
        this.clock = clock;
    }

    /** A key under a placeholder of its own, and the request for its certificate in PEM. */
    record Request(HeldCertificate placeholder, String pem) {}

    public HeldCertificate selfSigned(MachineNames names) {
        try {
            return selfSigned(names, freshKey());
        } catch (GeneralSecurityException | IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("a certificate can't be made", impossible);
        }
    }

    Request request(MachineNames names) {
        try {
            KeyPair pair = freshKey();
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            extensions.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            extensions.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            byte[] der = new JcaPKCS10CertificationRequestBuilder(subject(names), pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(signer(pair))
                    .getEncoded();
            // Java keeps no key without a certificate
            return new Request(selfSigned(names, pair), PemText.block("CERTIFICATE REQUEST", der));
        } catch (GeneralSecurityException | IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("a request can't be made", impossible);
        }
    }

    private HeldCertificate selfSigned(MachineNames names, KeyPair pair)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        Instant start = clock.instant().minus(BACKDATED);
        X500Name subject = subject(names);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
                Date.from(start),
                Date.from(start.plus(LIFE)),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        return new HeldCertificate(
                pair.getPrivate(),
                List.of(new JcaX509CertificateConverter().getCertificate(builder.build(signer(pair)))));
    }

    private static KeyPair freshKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static ContentSigner signer(KeyPair pair) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    }

    private static X500Name subject(MachineNames names) {
        String name = names.first();
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Server Migration Connector")
                .addRDN(BCStyle.CN, name.length() > MAX_COMMON_NAME ? "connector" : name)
                .build();
    }

    private static GeneralNames alternatives(MachineNames machine) {
        List<GeneralName> names = new ArrayList<>();
        machine.names().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        machine.addresses().forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }
}
