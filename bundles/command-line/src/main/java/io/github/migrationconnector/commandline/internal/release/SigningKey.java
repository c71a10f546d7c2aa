package io.github.migrationconnector.commandline.internal.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** One Ed25519 key of the publisher: {@code NAME.pem}, PKCS #8 (RFC 8410), beside {@code NAME.pub.pem}. */
final class SigningKey {
    private static final int RAW_BYTES = 32;
    private static final int MOST_BYTES = 4096;

    private final PrivateKey privateKey;
    private final String publicHex;

    private SigningKey(PrivateKey privateKey, String publicHex) {
        this.privateKey = privateKey;
        this.publicHex = publicHex;
    }

    /** Makes a new one; never writes over another. */
    static void make(Path directory, String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(
                    directory.resolve(name + ".pem"),
                    "PRIVATE KEY",
                    pair.getPrivate().getEncoded());
            write(
                    directory.resolve(name + ".pub.pem"),
                    "PUBLIC KEY",
                    pair.getPublic().getEncoded());
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    e.getFile() + " is there already", "name another directory; keys are never replaced");
        } catch (IOException e) {
            throw new CommandFailure("can't write keys to " + directory + ": " + e, "look at its permissions");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 15 and later have Ed25519", e);
        }
    }

    private static void write(Path file, String label, byte[] encoded) throws IOException {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + label + "-----\n";
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** Reads one. */
    static SigningKey read(Path directory, String name) {
        Path file = directory.resolve(name + ".pem");
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(decoded(file)));
            PublicKey publicKey =
                    factory.generatePublic(new X509EncodedKeySpec(decoded(directory.resolve(name + ".pub.pem"))));
            byte[] encoded = publicKey.getEncoded();
            String raw =
                    HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
            SigningKey key = new SigningKey(privateKey, raw);
            key.requirePair(publicKey, file);
            return key;
        } catch (IOException e) {
            throw new CommandFailure("can't read the key " + file + ": " + e, "make keys by connector release keys");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CommandFailure(file + " is no Ed25519 key", "make keys by connector release keys");
        }
    }

    private static byte[] decoded(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("longer than a key");
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }

    private void requirePair(PublicKey publicKey, Path file) throws GeneralSecurityException {
        byte[] message = {1, 2, 3};
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(publicKey);
        verifier.update(message);
        if (!verifier.verify(HexFormat.of().parseHex(sign(message)))) {
            throw new CommandFailure(file + " does not belong to its public key", "restore both from the same backup");
        }
    }

    /** As metadata write it. */
    ObjectNode publicPart() {
        ObjectNode key =
                JsonNodeFactory.instance.objectNode().put("keytype", "ed25519").put("scheme", "ed25519");
        key.putObject("keyval").put("public", publicHex);
        return key;
    }

    /** The SHA-256 of its public part (The Update Framework, specification 1.0.33, section 4.2). */
    String id() {
        return Canonical.sha256(Canonical.bytes(publicPart()));
    }

    /** A signature in hex; the same message gives the same (RFC 8032, section 5.1.6). */
    String sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(privateKey);
            signer.update(message);
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key that does not sign", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
