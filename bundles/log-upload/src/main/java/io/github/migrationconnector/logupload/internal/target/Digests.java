package io.github.migrationconnector.logupload.internal.target;

import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of what is in a place. */
final class Digests {
    private static final int BUFFER = 1 << 16;

    private Digests() {}

    /** SHA-256 of a stream, read to its end; 64 hex digits. */
    static String of(InputStream in) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The line that {@code sha256sum -c} reads, in the file's folder. */
    static byte[] line(UploadFile file) {
        return (file.sha256() + "  " + file.lastName() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** What is there is not what was sent. */
    static ConnectorException differs(UploadFile file, String place) {
        return Problem.passing(
                        "LOG_UPLOAD_DIGEST_DIFFERS",
                        "What arrived as " + file.name() + " in " + place + " is not what was sent; it is sent again.",
                        "When this comes back, look at the disk of the other side.")
                .asException();
    }
}
