package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The one way to what needs root: {@code connector-privileged}, called through doas or sudo, which checks every argument
 * again. Settings lie on its standard input, so no process list shows them.
 */
final class PrivilegedProgram {
    private static final int MOST_OUTPUT = 256 * 1024;
    private static final int REFUSED = 64;
    private static final int GONE = 3;
    private static final int WAITS = 4;

    private final List<String> command;
    private final Duration limit;

    /**
     * @param command the program and what it is called through, such as {@code doas -n /usr/local/libexec/…}; empty when this
     *     machine has none
     * @param limit for one call; the process is ended then
     */
    PrivilegedProgram(List<String> command, Duration limit) {
        this.command = List.copyOf(command);
        this.limit = limit;
    }

    boolean present() {
        return !command.isEmpty();
    }

    /**
     * Calls a verb.
     *
     * @param settings for its standard input; may be empty
     * @return its standard output
     * @throws ConnectorException with what it said; see {@link io.github.migrationconnector.api.network.Networking}
     */
    String call(String settings, String... arguments) {
        if (!present()) {
            throw Problem.fatal(
                            "NETWORK_NOT_OURS",
                            "This machine's network is not the connector's to change",
                            "Change it with the tools of this system; the appliance's image brings the program that may")
                    .asException();
        }
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        try {
            return run(line, settings);
        } catch (IOException failure) {
            throw failed(command.get(0) + " could not be run: " + failure.getMessage())
                    .asException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Problem.passing("NETWORK_FAILED", "The call was interrupted", "")
                    .asException(stopped);
        }
    }

    /** Output goes to files, so that a full pipe or a child that holds it open can't make this wait. */
    private String run(List<String> line, String settings) throws IOException, InterruptedException {
        Path output = Files.createTempFile("connector-network", ".out");
        Path errors = Files.createTempFile("connector-network", ".err");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(settings.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // it refused before it read; its exit code and its words say why
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw failed("no answer within " + limit.toSeconds() + " s").asException();
            }
            if (process.exitValue() != 0) {
                throw problem(process.exitValue(), words(errors)).asException();
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
                ? "it said nothing"
                : lines.get(lines.size() - 1).replaceFirst("^connector-privileged: ", "");
    }

    private static Problem problem(int exit, String words) {
        return switch (exit) {
            case REFUSED ->
                Problem.fatal("NETWORK_SETTINGS_WRONG", "The settings were refused: " + words, "Mend the setting");
            case GONE ->
                Problem.fatal("NETWORK_CHANGE_GONE", "There is no such change: " + words, "Apply the settings again");
            case WAITS -> Problem.passing("NETWORK_CHANGE_WAITS", words, "Confirm or revert the change that waits");
            default -> failed(words);
        };
    }

    private static Problem failed(String words) {
        return Problem.fatal(
                "NETWORK_FAILED",
                "The network's program failed: " + words,
                "Look into the system's log for connector-privileged; the console's menu works without the connector");
    }
}
