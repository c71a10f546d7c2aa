package io.github.migrationconnector.diskstreaming.internal.journal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The journals of a home, one directory a transfer. */
public final class Journals {

    private final Path root;

    /** @param root usually {@code HOME/journal} */
    public Journals(Path root) {
        this.root = root;
    }

    /**
     * Opens a transfer's journal for writing; nobody else can until it is closed.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code TRANSFER_BUSY}
     */
    public TransferJournal open(String transferId) {
        try {
            Path directory = root.resolve(transferId);
            Files.createDirectories(directory);
            DirectoryJournalFiles.forceDirectory(root);
            FileChannel channel = FileChannel.open(
                    directory.resolve(DirectoryJournalFiles.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw busy(transferId).asException();
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw busy(transferId).asException(e);
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
            return new TransferJournal(new DirectoryJournalFiles(directory), () -> close(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A finished transfer's journal, for reading; empty when it is not there or not finished. */
    public Optional<TransferJournal> finished(String transferId) {
        Path directory = root.resolve(transferId);
        if (transferId.isEmpty() || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        return Optional.of(new TransferJournal(new DirectoryJournalFiles(directory), () -> {}))
                .filter(journal -> journal.result().isPresent());
    }

    /** The finished transfer that made a snapshot at a target. */
    public Optional<TransferJournal> finishedFor(String target, String snapshotId) {
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        List<Path> directories;
        try (Stream<Path> entries = Files.list(root)) {
            directories = entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directories.stream()
                .flatMap(directory -> finished(directory.getFileName().toString()).stream())
                .filter(journal -> made(journal, target, snapshotId))
                .findFirst();
    }

    private static boolean made(TransferJournal journal, String target, String snapshotId) {
        return journal.result()
                        .filter(result -> result.progress().snapshotId().equals(snapshotId))
                        .isPresent()
                && journal.header()
                        .filter(header -> header.target().equals(target))
                        .isPresent();
    }

    /** A table for digests that nobody needs later; it is gone when it is closed, or the process ends. */
    public DigestTable scratch() {
        try {
            Files.createDirectories(root);
            Path file = Files.createTempFile(root, "scratch-", ".digests");
            try {
                SlotFile slots = new RandomAccessSlotFile(file);
                return new DigestTable(slots);
            } finally {
                // the open file lives on without its name
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a transfer's journal. */
    public void remove(String transferId) {
        try (TransferJournal journal = open(transferId)) {
            journal.clear();
            Files.deleteIfExists(root.resolve(transferId).resolve(DirectoryJournalFiles.LOCK));
            Files.deleteIfExists(root.resolve(transferId));
            DirectoryJournalFiles.forceDirectory(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is a journal of that name, finished or not. */
    public boolean has(String transferId) {
        return Files.isDirectory(root.resolve(transferId));
    }

    private static void close(FileChannel channel) {
        try {
            // the lock goes with it
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Problem busy(String transferId) {
        return new Problem(
                "TRANSFER_BUSY",
                "The transfer " + transferId + " is under way already.",
                "Wait until it has ended, or stop it.",
                Retry.NEVER);
    }
}
