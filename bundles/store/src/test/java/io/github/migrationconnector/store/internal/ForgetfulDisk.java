package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An ext4 file system on a loop device, which loses at a power cut all that was not synced: it is shut down without
 * flushing its log (EXT4_IOC_SHUTDOWN in Linux' fs/ext4/ext4.h), then mounted again.
 */
final class ForgetfulDisk implements AutoCloseable {
    private static final long SIZE_BYTES = 64L << 20;
    private static final String SHUT_DOWN =
            """
            import fcntl, os, struct, sys
            EXT4_IOC_SHUTDOWN = 0x8004587d
            EXT4_GOING_FLAGS_NOLOGFLUSH = 2
            root = os.open(sys.argv[1], os.O_RDONLY)
            sys.stdin.readline()
            fcntl.ioctl(root, EXT4_IOC_SHUTDOWN, struct.pack("I", EXT4_GOING_FLAGS_NOLOGFLUSH))
            """;

    private static final int UNMOUNT_ATTEMPTS = 100;

    private final Path image;
    private final Path root;

    private ForgetfulDisk(Path image, Path root) {
        this.image = image;
        this.root = root;
    }

    /** A fresh one; empty, with a word on standard output, where mounting is not allowed: only root may. */
    static Optional<ForgetfulDisk> made(Path directory) throws IOException {
        ForgetfulDisk disk =
                new ForgetfulDisk(directory.resolve("disk.img"), Files.createDirectory(directory.resolve("disk")));
        try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
            file.setLength(SIZE_BYTES);
        }
        run("mkfs.ext4", "-q", "-F", disk.image.toString());
        Outcome mounted = disk.tryMount(disk.image);
        if (mounted.exit() != 0) {
            System.out.println("No power cut here, the syncs are counted instead: "
                    + mounted.said().strip());
            return Optional.empty();
        }
        return Optional.of(disk);
    }

    Path root() {
        return root;
    }

    /** Gets the switch ready, so that the cut itself takes no time. */
    Switch powerSwitch() throws IOException {
        return new Switch(new ProcessBuilder("python3", "-c", SHUT_DOWN, root.toString())
                .redirectErrorStream(true)
                .start());
    }

    /**
     * Starts again with what was synced, on a copy of it: a namespace that another program made meanwhile may hold the old
     * mount, and the kernel would give that one, which was shut down, once more for the same image.
     */
    void powerOn() throws IOException {
        unmount();
        Path copy = image.resolveSibling("disk-again.img");
        Files.copy(image, copy);
        mount(copy);
    }

    @Override
    public void close() {
        unmount();
    }

    private void unmount() {
        // a process that just ended may hold the file system for an instant
        for (int attempt = 1;
                attempt < UNMOUNT_ATTEMPTS && tried("umount", root.toString()).exit() != 0;
                attempt++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        if (mounted()) {
            run("umount", root.toString());
        }
    }

    private boolean mounted() {
        return tried("mountpoint", "-q", root.toString()).exit() == 0;
    }

    private void mount(Path source) {
        Outcome mounted = tryMount(source);
        assertThat(mounted.exit()).as(mounted.said()).isZero();
    }

    private Outcome tryMount(Path source) {
        return tried("mount", "-o", "loop", source.toString(), root.toString());
    }

    private static void run(String... command) {
        Outcome outcome = tried(command);
        assertThat(outcome.exit()).as("%s: %s", command[0], outcome.said()).isZero();
    }

    private static Outcome tried(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Outcome(process.exitValue(), said);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** Cuts once. */
    record Switch(Process process) {
        /** Everything that was not synced is gone from this instant. */
        void cut() throws IOException {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.onExit().join().exitValue()).as(said).isZero();
        }
    }

    private record Outcome(int exit, String said) {}
}
