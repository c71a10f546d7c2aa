package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The program against a daemon of the test's own. */
abstract class ProgramRig {
    static final String JOB =
            """
            {"id": "sms-job-1", "vmId": "vm-42", "vmName": "web01", "description": "the web", "quiesce": true,
             "bytesPerSecond": 1048576, "createdAt": "2026-03-04T05:06:07Z", "latestImageId": "ami-1"}""";

    @TempDir
    Path home;

    FakeDaemon daemon;

    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws Exception {
        daemon = new FakeDaemon(home);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    static String run(String state, String phase, int done) {
        return """
            {"id": "sms-run-1", "jobId": "sms-job-1", "state": "%s", "phase": "%s", "startedAt": "2026-03-04T05:06:07Z",
             "endedAt": null, "imageId": "", "warnings": ["mind the gap"],
             "problems": [{"code": "BUSY", "message": "it was busy", "fix": "wait"}],
             "disks": [{"key": 2000, "label": "Hard disk 1", "capacityBytes": 1073741824, "way": "full: first run",
               "snapshotId": "snap-1", "progress": {"stage": "STREAMING", "blockSizeBytes": 524288, "blocksInScope": 10,
               "blocksDone": %d, "blocksPut": 3, "blocksZero": 2, "blocksUnchanged": 1, "bytesPut": 1572864}}]}"""
                .formatted(state, phase, done);
    }

    int connector(boolean interactive, String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive);
        return new Program(terminal).run(arguments);
    }

    /** Carries out a command in the test's home. */
    int connector(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        return connector(false, all.toArray(new String[0]));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
