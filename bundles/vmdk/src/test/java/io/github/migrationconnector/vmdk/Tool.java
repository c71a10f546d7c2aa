package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tools of the system that judge what the connector does. */
final class Tool {
    private Tool() {}

    /**
     * Runs a tool; fails the test when it is missing or fails.
     *
     * @param debianPackage what to install when it is missing
     */
    static void run(String debianPackage, String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("This test needs " + command[0] + ": apt-get install " + debianPackage, e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
