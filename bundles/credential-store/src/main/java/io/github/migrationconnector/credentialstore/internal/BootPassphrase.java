package io.github.migrationconnector.credentialstore.internal;

import io.github.migrationconnector.api.credential.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The passphrase that whoever starts the daemon hands over by a file descriptor ({@code /dev/fd/3}), a named pipe, or a file
 * of the service manager. Not by an argument or a variable of the environment: other processes of this user may read those
 * in {@code /proc} as long as the daemon runs, children inherit the latter, and both end up in crash reports; a descriptor
 * is read once and is empty then.
 */
final class BootPassphrase {
    private static final int MOST_BYTES = 4096;

    private BootPassphrase() {}

    /** What comes, up to the first line end. */
    static Secret read(Path source) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(source)) {
            bytes = in.readNBytes(MOST_BYTES);
        }
        int length = 0;
        while (length < bytes.length && bytes[length] != '\n' && bytes[length] != '\r') {
            length++;
        }
        Secret passphrase = Secret.of(StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length)));
        Arrays.fill(bytes, (byte) 0);
        return passphrase;
    }
}
