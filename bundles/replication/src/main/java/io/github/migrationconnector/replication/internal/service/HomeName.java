package io.github.migrationconnector.replication.internal.service;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.osgi.framework.BundleContext;

/**
 * The name by which a home holds runs among the connectors of one database. It is made at the first start and lies in the
 * home, since the database, and the connector's id in it, are all of theirs. Losing it costs a lease's time.
 */
final class HomeName {
    private static final String HOME_PROPERTY = "connector.home";
    private static final String FILE = "lease-holder";
    private static final String SHAPE = "[0-9a-f-]{36}";
    private static final int MOST_BYTES = 64;

    private final Path file;

    HomeName(BundleContext context) {
        this(Path.of(context.getProperty(HOME_PROPERTY)));
    }

    HomeName(Path home) {
        file = home.toAbsolutePath().resolve(FILE);
    }

    /** The name, the same each time. */
    String read() {
        try {
            String known = Files.exists(file) ? written() : "";
            return known.matches(SHAPE) ? known : made();
        } catch (IOException e) {
            throw Problem.fatal(
                            "HOME_NOT_WRITABLE",
                            "the file " + file + " can't be read or written: " + e,
                            "Look at the disk and the rights of " + file.getParent() + ".")
                    .asException(e);
        }
    }

    private String written() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
        }
    }

    private String made() throws IOException {
        String name = UUID.randomUUID().toString();
        Path draft = file.resolveSibling(FILE + ".draft");
        Files.writeString(draft, name + "\n", StandardCharsets.US_ASCII);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return name;
    }
}
