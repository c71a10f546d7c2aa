package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.osgi.framework.BundleContext;

/**
 * Where the connector keeps things.
 *
 * @param home its own directory
 * @param conf its settings
 */
public record HomeFiles(Path home, Path conf) {
    private static final String SENDER = "notification-sender";
    private static final String SHAPE = "[0-9a-f-]{36}";
    private static final int MOST_BYTES = 64;

    public static HomeFiles of(BundleContext context) {
        String home = context.getProperty("connector.home");
        if (home == null) {
            throw new IllegalStateException("the framework property connector.home is missing");
        }
        String conf = context.getProperty("felix.fileinstall.dir");
        return new HomeFiles(Path.of(home), conf == null ? Path.of(home, "conf") : Path.of(conf));
    }

    /**
     * The name by which this home's notifications are known in a store that it may share with others. It outlives the
     * connector's id, which a new set-up changes.
     */
    String sender() {
        Path file = home.toAbsolutePath().resolve(SENDER);
        try {
            String known = Files.exists(file) ? written(file) : "";
            return known.matches(SHAPE) ? known : made(file);
        } catch (IOException e) {
            throw Problem.fatal(
                            "HOME_NOT_WRITABLE",
                            "the file " + file + " can't be read or written: " + e,
                            "Look at the disk and the rights of " + file.getParent() + ".")
                    .asException(e);
        }
    }

    private static String written(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
        }
    }

    private static String made(Path file) throws IOException {
        String name = UUID.randomUUID().toString();
        Path draft = file.resolveSibling(SENDER + ".draft");
        DurableFile.write(draft, name + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.sync(file.getParent());
        return name;
    }
}
