package io.github.migrationconnector.access.internal.audit;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail as JSON lines under {@code audit/} in the home. Each line carries a hash over itself and the hash of the line
 * before, through all files; the newest hash stands in a file of its own beside them. Files are never removed here: they are what an auditor asks for, 4 MiB hold some 15,000 records,
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
    private final FreshRecords fresh = new FreshRecords();
    private final AnchorFile anchor;
    private AuditFile open;
    private long next;
    private ChainHash hash;

    /** The hash of the newest record, as the anchor has it: a file's head is no record. */
    private ChainHash lastRecord;

    /** Whether the last file was begun when an anchor was kept. */
    private boolean anchored;

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
            anchor = AnchorFile.in(directory);
            List<Path> found = files.all();
            if (found.isEmpty()) {
                beginBehind(anchor.before());
            } else {
                goOn(found.get(found.size() - 1));
                holdAgainstAnchor();
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
            AuditRecord record = new AuditRecord(next, clock.instant(), event);
            String object = text.record(record);
            ChainHash following = hash.then(object);
            open.append(following.line(object));
            hash = following;
            lastRecord = following;
            next++;
            fresh.add(record);
            anchor.write(new AuditAnchor(next - 1, hash.hex()));
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
                // known without it, so that whoever reads the trail page by page does not read every file for each page
                long first = text.readHead(AuditFiles.firstLine(all.get(index)))
                        .map(AuditLine.Head::first)
                        .orElse(1L);
                if (first >= before) {
                    continue;
                }
                List<String> lines = AuditFiles.lines(all.get(index));
                // the record of a line has the number first + line - 1
                int last = (int) Math.min(lines.size() - 1L, before - first);
                for (int line = last; line > 0 && page.size() < most; line--) {
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
    public List<AuditRecord> after(long number, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " records");
        }
        synchronized (this) {
            if (number >= next - 1) {
                return List.of();
            }
        }
        return fresh.after(number, most).orElseGet(() -> Audit.super.after(number, most));
    }

    @Override
    public AuditVerification verify(AuditAnchor noted) {
        ChainWalk walk = new ChainWalk(noted.equals(AuditAnchor.NONE) ? List.of() : List.of(noted));
        try {
            List<Path> all;
            List<String> lastLines;
            ChainHash newest;
            // the file that grows is read at once; the others stay as they are, and nobody waits for their hashes
            synchronized (this) {
                all = files.all();
                lastLines = AuditFiles.lines(all.get(all.size() - 1));
                newest = hash;
            }
            return walk.over(all, lastLines, newest);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    @Deactivate
    synchronized void close() {
        try {
            open.close();
            anchor.close();
        } catch (IOException failure) {
            log.warn("The audit trail's file was not closed: {}", failure.getMessage());
        }
    }

    private void begin(long first, ChainHash carried) throws IOException {
        String head = text.head(first, carried);
        ChainHash following = carried.then(head);
        open = AuditFile.begin(files.next(), following.line(head));
        hash = following;
        lastRecord = carried;
        next = first;
    }

    /** All files are gone: archived, or worse. Numbers go on. */
    private void beginBehind(Optional<AuditAnchor> before) throws IOException {
        if (before.isPresent()) {
            begin(before.get().number() + 1, new ChainHash(before.get().hash()));
        } else {
            begin(1, ChainHash.origin());
        }
    }

    /**
     * What was cut off or changed at the end while nobody ran is not covered up by going on: the next file follows on what was
     * there, so that every verification from now on finds the gap.
     */
    private void holdAgainstAnchor() throws IOException {
        Optional<AuditAnchor> before = anchor.before();
        long newest = next - 1;
        if (before.isPresent()) {
            AuditAnchor known = before.get();
            if (known.number() > newest
                    || (known.number() == newest && !known.hash().equals(lastRecord.hex()))) {
                log.warn("The audit trail does not end where it did: record {} was written", known.number());
                open.close();
                begin(Math.max(known.number(), newest) + 1, new ChainHash(known.hash()));
            }
        } else if (anchored) {
            log.warn("The head of the audit trail, beside it, is missing or damaged");
            open.close();
            beginAnchored(hash.then("head missing"));
        } else if (newest > 0) {
            // a trail that was begun before anchors were kept
            open.close();
            beginAnchored(hash);
        }
    }

    /** The anchor comes first, so that the new file is not taken for one whose anchor was removed. */
    private void beginAnchored(ChainHash carried) throws IOException {
        anchor.write(new AuditAnchor(next - 1, carried.hex()));
        begin(next, carried);
    }

    private void goOn(Path file) throws IOException {
        List<String> lines = AuditFiles.lines(file);
        if (lines.isEmpty()) {
            // a power cut before its first line: nothing was acknowledged in it
            Files.delete(file);
            List<Path> before = files.all();
            if (before.isEmpty()) {
                beginBehind(anchor.before());
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
        Optional<AuditLine.Head> head = text.readHead(lines.get(0));
        next = head.map(AuditLine.Head::first).orElse(1L) + lines.size() - 1;
        // without any record there was nothing to anchor
        anchored = head.filter(AuditLine.Head::anchored).isPresent() && next > 1;
        hash = ChainHash.of(lines.get(lines.size() - 1));
        lastRecord = lines.size() > 1 ? hash : head.map(AuditLine.Head::carried).orElse(hash);
        open = AuditFile.goOn(file, wholeBytes);
    }

    private static ConnectorException unwritable(IOException failure) {
        return new Problem(
                        "AUDIT_UNWRITABLE",
                        "The audit trail can't be written: " + failure.getMessage(),
                        "Check the free space and the rights of audit/ in the home.",
                        FullDisk.retry(failure))
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
