package io.github.migrationconnector.consolemenu.internal.machine;

import io.github.migrationconnector.consolemenu.internal.TroubleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code connector-privileged}, called through doas or sudo; it checks every argument again. */
public final class PrivilegedProgram implements Privileged {
    private static final int MOST_OUTPUT = 64 * 1024;

    private final List<String> command;
    private final Duration limit;

    /**
     * @param command the program and what it is called through; empty when this machine has none
     * @param limit for one call
     */
    public PrivilegedProgram(List<String> command, Duration limit) {
        this.command = List.copyOf(command);
        this.limit = limit;
    }

    @Override
    public boolean present() {
        return !command.isEmpty();
    }

    @Override
    public String call(String... arguments) {
        if (!present()) {
            throw new TroubleException(
                    "this machine is not the connector's appliance", "do it with the tools of this system");
        }
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        try {
            return run(line);
        } catch (IOException failure) {
            throw new TroubleException(
                    command.get(0) + " could not be run: " + failure.getMessage(), "restart the machine", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TroubleException("the call was interrupted", "try again", stopped);
        }
    }

    /** Into files, so that a child that holds the output open can't make this wait. */
    private String run(List<String> line) throws IOException, InterruptedException {
        Path output = Files.createTempFile("connector-menu", ".out");
        Path errors = Files.createTempFile("connector-menu", ".err");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new TroubleException("no answer within " + limit.toSeconds() + " s", "restart the machine");
            }
            if (process.exitValue() != 0) {
                throw new TroubleException(words(errors), "mend what it names, then try again");
            }
            return read(output);
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        }
    }

    private static String words(Path errors) throws IOException {
        List<String> lines =
                read(errors).lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "it failed and said nothing"
                : lines.get(lines.size() - 1).replaceFirst("^connector-privileged: ", "");
    }
}
