package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Python programs beside these tests, which share no code with the connector. */
final class Python {
    private static final Path PEERS = Path.of("../../.lab/peers/bin/python");

    private Python() {}

    /** Writes a chain of deltas; see the program. */
    static void deltas(Path folder, String... kindSeedSectorsLinksFault) throws Exception {
        run("python3", "delta_layout.py", folder.toString(), kindSeedSectorsLinksFault);
    }

    /** Lets dissect or libvmdk read a disk. */
    static void read(String reader, Path vmdk, Path raw) throws Exception {
        assertThat(PEERS)
                .as("Python with dissect.hypervisor and libvmdk; ./connector test brings it")
                .isExecutable();
        run(PEERS.toString(), "read_by.py", reader, vmdk.toString(), raw.toString());
    }

    private static void run(String python, String program, String first, String... others) throws Exception {
        List<String> command = new ArrayList<>(List.of(python, "src/test/python/" + program, first));
        command.addAll(List.of(others));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("This test needs python3: apt-get install python3", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** Whether two images hold the same bytes. */
    static boolean same(Path one, Path other) throws IOException {
        return Files.mismatch(one, other) < 0;
    }
}
