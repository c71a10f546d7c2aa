package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.autoupgrade.internal.source.PacedInput;
import io.github.migrationconnector.autoupgrade.internal.source.ZipRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The one release file that came from a browser. It is bounded, and never the reason that the disk is full. */
final class Uploads {
    /** What a release needs when it is unpacked, and the store while it is looked at. */
    private static final long KEPT_FREE_BYTES = 256L << 20;

    private static final int STEP_BYTES = 1 << 16;
    private static final String WHAT = "the uploaded file";

    private final Path directory;
    private final long mostBytes;
    private final Room room;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** How many bytes are free. */
    @FunctionalInterface
    interface Room {
        long bytes() throws IOException;
    }

    /** Below a directory of the home; what an earlier life left there is removed. */
    Uploads(Path directory) {
        this(directory, ZipRepository.MOST_BYTES, () -> Files.getFileStore(directory)
                .getUsableSpace());
        long unused = forget();
    }

    Uploads(Path directory, long mostBytes, Room room) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.room = room;
    }

    /**
     * Takes one in, up to its bounds.
     *
     * @param announcedBytes negative when nobody said
     * @param plan looks at it; what it throws refuses the file
     */
    UpgradePlan receive(InputStream release, long announcedBytes, Function<Path, UpgradePlan> plan) {
        if (!busy.compareAndSet(false, true)) {
            throw new Problem(
                            "UPGRADE_UNDER_WAY",
                            "another release file is being uploaded",
                            "Wait until it has ended; upgrade status tells.",
                            Retry.WHEN_FREE)
                    .asException();
        }
        Path draft = directory.resolve("uploaded.part");
        try {
            Files.createDirectories(directory);
            take(new PacedInput(release, System::nanoTime), announcedBytes, draft);
            UpgradePlan planned = plan.apply(draft);
            Files.move(draft, kept(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return planned;
        } catch (IOException e) {
            throw Refusals.unreadable(WHAT, String.valueOf(e.getMessage()), "Upload it again.");
        } finally {
            long unused = delete(draft);
            busy.set(false);
        }
    }

    private void take(InputStream release, long announcedBytes, Path draft) throws IOException {
        if (announcedBytes > mostBytes) {
            throw Refusals.tooLong(WHAT, mostBytes);
        }
        requireRoom(Math.max(0, announcedBytes));
        long taken = 0;
        byte[] step = new byte[STEP_BYTES];
        try (OutputStream out = Files.newOutputStream(draft)) {
            for (int read = release.read(step); read >= 0; read = release.read(step)) {
                taken += read;
                if (taken > mostBytes) {
                    throw Refusals.tooLong(WHAT, mostBytes);
                }
                if (announcedBytes < 0) {
                    requireRoom(read);
                }
                out.write(step, 0, read);
            }
        }
        if (announcedBytes >= 0 && taken != announcedBytes) {
            throw Refusals.truncated(WHAT, taken, announcedBytes);
        }
    }

    private void requireRoom(long bytes) throws IOException {
        long free = room.bytes();
        if (free < bytes + KEPT_FREE_BYTES) {
            throw new Problem(
                            "UPGRADE_NO_ROOM",
                            "there is no room for " + WHAT + ": " + free + " bytes are free, and " + KEPT_FREE_BYTES
                                    + " have to stay so",
                            "Delete old sets (upgrade clean), or give the connector's disk more room.",
                            Retry.WHEN_FREE)
                    .asException();
        }
    }

    /**
     * The one that was taken in last.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code UPGRADE_NOT_UPLOADED}
     */
    Path file() {
        if (!Files.exists(kept())) {
            throw Problem.fatal("UPGRADE_NOT_UPLOADED", "no release file was uploaded", "Upload one first.")
                    .asException();
        }
        return kept();
    }

    /** Removes it; how many bytes are free by that. */
    long forget() {
        return delete(kept()) + (busy.get() ? 0 : delete(directory.resolve("uploaded.part")));
    }

    private Path kept() {
        return directory.resolve("uploaded.zip");
    }

    private static long delete(Path file) {
        try {
            long bytes = Files.exists(file) ? Files.size(file) : 0;
            Files.deleteIfExists(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
