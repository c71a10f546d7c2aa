package io.github.migrationconnector.access.internal.audit;

import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Walks the chain from the oldest line to the newest, and stops at the first that does not hold. */
final class ChainWalk {
    private final AuditLine text = new AuditLine();
    private Optional<ChainHash> hash = Optional.empty();
    private Optional<ChainHash> lastRecord = Optional.empty();
    private final List<AuditAnchor> anchors;
    private long next = 1;
    private long records;

    /** One that holds records against what was noted of them. */
    ChainWalk(List<AuditAnchor> anchors) {
        this.anchors = List.copyOf(anchors);
    }

    /**
     * Walks.
     *
     * @param lastLines those of the last file, which may grow meanwhile
     * @param newest the hash that the last line must have: without it, lines cut off at the end would not be missed
     */
    AuditVerification over(List<Path> files, List<String> lastLines, ChainHash newest) throws IOException {
        Path last = files.get(files.size() - 1);
        for (Path file : files) {
            List<String> lines = file.equals(last) ? lastLines : AuditFiles.lines(file);
            if (lines.isEmpty() && !file.equals(last)) {
                return broken(file, 1, "the file is empty");
            }
            for (int index = 0; index < lines.size(); index++) {
                Optional<String> finding = index == 0 ? head(lines.get(0)) : entry(lines.get(index));
                if (finding.isPresent()) {
                    return broken(file, index + 1L, finding.get());
                }
            }
        }
        boolean cut = anchors.stream().anyMatch(noted -> noted.number() >= next);
        if (cut || !hash.equals(Optional.of(newest))) {
            return broken(last, lastLines.size() + 1L, "lines are missing at the end");
        }
        return new AuditVerification(records, true, "", 0, "", head());
    }

    private AuditAnchor head() {
        return lastRecord.map(newest -> new AuditAnchor(next - 1, newest.hex())).orElse(AuditAnchor.NONE);
    }

    private Optional<String> head(String line) {
        Optional<AuditLine.Head> head = text.readHead(line);
        if (head.isEmpty()) {
            return Optional.of("the first line of the file is damaged");
        }
        if (hash.isPresent() && !head.get().carried().equals(hash.get())) {
            return Optional.of("the file does not follow on the one before: a file, or the end of one, is missing");
        }
        ChainHash before = head.get().carried();
        next = head.get().first();
        return holds(before, line);
    }

    private Optional<String> entry(String line) {
        Optional<String> finding = holds(hash.orElseThrow(), line);
        if (finding.isPresent()) {
            return finding;
        }
        if (text.readRecord(line).filter(entry -> entry.number() == next).isEmpty()) {
            return Optional.of("it is not record " + next);
        }
        if (anchors.stream().anyMatch(this::differs)) {
            return Optional.of("it is not the record " + next + " that was noted");
        }
        next++;
        records++;
        lastRecord = hash;
        return Optional.empty();
    }

    private boolean differs(AuditAnchor noted) {
        return noted.number() == next && !noted.hash().equals(hash.orElseThrow().hex());
    }

    private Optional<String> holds(ChainHash before, String line) {
        ChainHash right = before.then(ChainHash.object(line));
        if (!line.equals(right.line(ChainHash.object(line)))) {
            return Optional.of("the line was changed, or one before it was removed or put in");
        }
        hash = Optional.of(right);
        return Optional.empty();
    }

    private AuditVerification broken(Path file, long line, String finding) {
        return new AuditVerification(records, false, file.getFileName().toString(), line, finding, AuditAnchor.NONE);
    }
}
