package io.github.migrationconnector.applianceova.internal.ova;

import io.github.migrationconnector.applianceova.internal.OvaFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The certificate file of an OVA: the manifest's signature, then the certificate. Format: DMTF DSP0243, "OVF package". RSA
 * alone, since vSphere takes no other, and since it gives the same signature each time.
 */
public final class Signature {
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final PrivateKey key;
    private final X509Certificate certificate;

    private Signature(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Reads what signs.
     *
     * @param key an RSA key as PKCS #8 in PEM
     * @param certificate its certificate in PEM
     */
    public static Signature of(Path key, Path certificate) throws IOException {
        byte[] encodedKey = pem(key, "PRIVATE KEY");
        byte[] encodedCertificate = pem(certificate, "CERTIFICATE");
        try {
            PrivateKey privateKey = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encodedKey));
            X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encodedCertificate));
            if (!(read.getPublicKey() instanceof RSAKey of)
                    || !of.getModulus().equals(((RSAKey) privateKey).getModulus())) {
                throw new OvaFailure(
                        "the certificate " + certificate + " is not that of the key " + key,
                        "name the key that the certificate was made for");
            }
            return new Signature(privateKey, read);
        } catch (GeneralSecurityException e) {
            throw new OvaFailure(
                    "the key " + key + " or the certificate " + certificate + " can't be read: " + e.getMessage(),
                    "make the key by: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072",
                    e);
        }
    }

    private static byte[] pem(Path file, String what) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new OvaFailure(file + " is longer than any key or certificate", "name a PEM file");
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN " + what + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + what + "-----");
        if (from < 0 || to < from) {
            throw new OvaFailure(file + " holds no " + what + " in PEM", "name a PEM file, a key as PKCS #8");
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    /** The file's text. */
    String of(String manifestName, String manifest) {
        try {
            java.security.Signature signer = java.security.Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(manifest.getBytes(StandardCharsets.US_ASCII));
            String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "SHA256(" + manifestName + ")= " + HexFormat.of().formatHex(signer.sign())
                    + "\n-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new OvaFailure(
                    "the manifest can't be signed: " + e.getMessage(), "name an RSA key of 2048 bits or more", e);
        }
    }
}
