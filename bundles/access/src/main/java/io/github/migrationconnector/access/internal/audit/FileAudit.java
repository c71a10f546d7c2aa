package io.github.migrationconnector.access.internal.audit;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail as JSON lines under {@code audit/} in the home. Each line carries a hash over itself and the hash of the line
 * before, through all files. Files are never removed here: they are what an auditor asks for, 4 MiB hold some 15,000 records,
 * and whoever archives the oldest leaves a trail that still verifies from the next file on.
 */
@Component(service = Audit.class, immediate = true)
public final class FileAudit implements Audit {
    /** The longest page. */
    static final int MOST = 1000;

    private static final Logger log = LoggerFactory.getLogger(FileAudit.class);
    private static final long FILE_BYTES = 4L << 20;

    private final AuditLine text = new AuditLine();
    private final AuditFiles files;
    private final Clock clock;
    private final long fileBytes;
    private AuditFile open;
    private long next;
    private ChainHash hash;

    @Activate
    public FileAudit(BundleContext context) {
        this(
                Path.of(context.getProperty("connector.home")).toAbsolutePath().resolve("audit"),
                Clock.systemUTC(),
                FILE_BYTES);
    }

    FileAudit(Path directory, Clock clock, long fileBytes) {
        files = new AuditFiles(directory);
        this.clock = clock;
        this.fileBytes = fileBytes;
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            List<Path> found = files.all();
            if (found.isEmpty()) {
                begin(1, ChainHash.origin());
            } else {
                goOn(found.get(found.size() - 1));
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        }
        // what leaves this machine with the logs later proves that the trail was not written anew
        log.info("The audit trail goes on at record {}, behind {}", next, hash.hex());
    }

    @Override
    public synchronized void append(AuditEvent event) {
        try {
            if (open.lengthBytes() >= fileBytes) {
                open.close();
                begin(next, hash);
            }
            String object = text.record(new AuditRecord(next, clock.instant(), event));
            ChainHash following = hash.then(object);
            open.append(following.line(object));
            hash = following;
            next++;
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    @Override
    public List<AuditRecord> newestBefore(long before, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " records");
        }
        List<AuditRecord> page = new ArrayList<>();
        try {
            List<Path> all = files.all();
            for (int index = all.size() - 1; index >= 0 && page.size() < most; index--) {
                List<String> lines = AuditFiles.lines(all.get(index));
                for (int line = lines.size() - 1; line > 0 && page.size() < most; line--) {
                    text.readRecord(lines.get(line))
                            .filter(entry -> entry.number() < before)
                            .ifPresent(page::add);
                }
            }
        } catch (IOException failure) {
            throw unreadable(failure);
        }
        return page;
    }

    @Override
    public synchronized AuditVerification verify() {
        try {
            return new ChainWalk().over(files.all(), hash);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    @Deactivate
    synchronized void close() {
        try {
            open.close();
        } catch (IOException failure) {
            log.warn("The audit trail's file was not closed: {}", failure.getMessage());
        }
    }

    private void begin(long first, ChainHash carried) throws IOException {
        open = AuditFile.create(files.next());
        String head = text.head(first, carried);
        hash = carried.then(head);
        next = first;
        open.append(hash.line(head));
    }

    private void goOn(Path file) throws IOException {
        List<String> lines = AuditFiles.lines(file);
        if (lines.isEmpty()) {
            // a power cut before its first line: nothing was acknowledged in it
            Files.delete(file);
            List<Path> before = files.all();
            if (before.isEmpty()) {
                begin(1, ChainHash.origin());
            } else {
                goOn(before.get(before.size() - 1));
            }
            return;
        }
        long wholeBytes = 0;
        for (String line : lines) {
            wholeBytes += line.length() + 1L;
        }
        // a damaged line must not keep the connector from starting; it goes on behind it, and a verification finds it
        next = text.readHead(lines.get(0)).map(AuditLine.Head::first).orElse(1L) + lines.size() - 1;
        hash = ChainHash.of(lines.get(lines.size() - 1));
        open = AuditFile.goOn(file, wholeBytes);
    }

    private static ConnectorException unwritable(IOException failure) {
        return Problem.fatal(
                        "AUDIT_UNWRITABLE",
                        "The audit trail can't be written: " + failure.getMessage(),
                        "Check the free space and the rights of audit/ in the home.")
                .asException(failure);
    }

    private static ConnectorException unreadable(IOException failure) {
        return Problem.fatal(
                        "AUDIT_UNREADABLE",
                        "The audit trail can't be read: " + failure.getMessage(),
                        "Check the rights of audit/ in the home.")
                .asException(failure);
    }
}
