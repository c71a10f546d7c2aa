package io.github.migrationconnector.access.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A trail of small files in a home of the test's own. */
abstract class AuditRig {
    static final int SMALL = 1200;

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);

    @TempDir
    Path home;

    FileAudit audit;

    @BeforeEach
    void start() {
        audit = new FileAudit(home.resolve("audit"), CLOCK, SMALL);
    }

    @AfterEach
    void stop() {
        audit.close();
    }

    void startsTwiceWithoutAFinding() {
        for (int start = 0; start < 2; start++) {
            restart();
            assertThat(audit.verify().finding()).isEmpty();
        }
    }

    void trailFromBeforeAnchors() throws IOException {
        ChainHash origin = ChainHash.origin();
        String head = "{\"format\":1,\"first\":1,\"carried\":\"" + origin.hex() + "\"}";
        String record = "{\"number\":1,\"at\":\"2026-03-04T05:06:07Z\",\"who\":\"a\",\"from\":\"b\","
                + "\"action\":\"job.run\",\"target\":\"\",\"result\":\"DONE\"}";
        ChainHash first = origin.then(head);
        Files.writeString(
                home.resolve("audit").resolve("audit-00000001.jsonl"),
                first.line(head) + "\n" + first.then(record).line(record) + "\n");
    }

    void restart() {
        audit.close();
        audit = new FileAudit(home.resolve("audit"), CLOCK, SMALL);
    }

    void append(int count) {
        for (int number = 0; number < count; number++) {
            audit.append(event(number));
        }
    }

    static AuditEvent event(int number) {
        return new AuditEvent("olga", "10.0.0.2", "job.delete", "sms-job-" + number, Result.DONE);
    }

    List<Path> files() {
        try {
            return new AuditFiles(home.resolve("audit")).all();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
