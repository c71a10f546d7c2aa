package io.github.migrationconnector.applianceova.internal.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other implementation of the formats. */
public final class QemuImg {
    private QemuImg() {}

    /** Runs it; fails with what it said. */
    public static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("qemu-img"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("is qemu-utils installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The disk's bytes, raw. */
    public static void toRaw(String format, Path from, Path to) {
        run("convert", "-f", format, "-O", "raw", from.toString(), to.toString());
    }
}
