package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the journals of transfers can be written, and how much they take. */
@Component(service = HealthCheck.class)
public final class JournalCheck implements HealthCheck {
    private final Path directory;

    @Activate
    public JournalCheck(BundleContext context) {
        this(Path.of(context.getProperty("connector.home")).resolve("journal"));
    }

    JournalCheck(Path directory) {
        this.directory = directory;
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("JOURNAL", 10);
    }

    @Override
    public CheckFinding look() {
        if (!Files.exists(directory)) {
            return CheckFinding.ok("HEALTH_JOURNALS_NONE", "There are no journals yet.");
        }
        try {
            List<Path> shut;
            int count;
            try (Stream<Path> journals = Files.list(directory)) {
                List<Path> all = journals.toList();
                count = all.size();
                shut = Stream.concat(Stream.of(directory), all.stream().filter(Files::isDirectory))
                        .filter(path -> !Files.isWritable(path))
                        .toList();
            }
            return shut.isEmpty()
                    ? CheckFinding.ok("HEALTH_JOURNALS", count + " journals, all writable.", Integer.toString(count))
                    : CheckFinding.failing(
                            "JOURNAL_UNWRITABLE",
                            "The connector may not write " + shut.get(0) + ".",
                            "Give journal/ in the home, and all below it, to the connector's user.");
        } catch (IOException unreadable) {
            return CheckFinding.failing(
                    "JOURNAL_UNREADABLE",
                    "The journals can't be listed: " + unreadable.getMessage(),
                    "Check journal/ in the home, and its disk.");
        }
    }
}
