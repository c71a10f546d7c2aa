package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** A home that no daemon uses as long as this is open: the lock of a daemon is held. */
public final class StoppedHome implements AutoCloseable {
    private final Path home;
    private final FileChannel channel;

    private StoppedHome(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** Takes a home; empty while a daemon uses it, and for one that has no store of its own. */
    public static Optional<StoppedHome> take(Path home) {
        if (!Files.isDirectory(home.resolve("store"))) {
            return Optional.empty();
        }
        Path lock = home.resolve("run").resolve("lock");
        boolean made = Files.notExists(lock);
        try {
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (made) {
                giveToDaemon(home, lock);
            }
            if (!isTaken(channel)) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new StoppedHome(home, channel));
        } catch (IOException failure) {
            throw new CommandFailure(
                    "can't use " + lock + ": " + failure.getMessage(), "run this command as the user of the daemon");
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException held) {
            // within this process
            return false;
        }
    }

    /** Root makes files of root's, which the daemon could not open: they are the store's owner's. */
    private static void giveToDaemon(Path home, Path file) throws IOException {
        UserPrincipal owner = Files.getOwner(home.resolve("store"));
        if (!Files.getOwner(file).equals(owner)) {
            Files.setOwner(file, owner);
        }
    }

    /** Puts a backup where the next start of the daemon examines and takes it; it is there whole, or not at all. */
    public void askForRestore(Path backup, boolean force) {
        Path store = home.resolve("store");
        Path draft = store.resolve(".restore.zip.draft");
        Path request = store.resolve(force ? "restore-forced.zip" : "restore.zip");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.copy(backup, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            giveToDaemon(home, draft);
            sync(draft);
            Files.deleteIfExists(store.resolve(force ? "restore.zip" : "restore-forced.zip"));
            Files.move(draft, request, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(store);
        } catch (IOException failure) {
            throw new CommandFailure(
                    "can't copy " + backup + " into " + store + ": " + failure.getMessage(),
                    "look for room, and run this command as the user of the daemon or as root; nothing has changed");
        }
    }

    private static void sync(Path fileOrDirectory) throws IOException {
        try (FileChannel opened = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new CommandFailure("can't let go of " + home + ": " + failure.getMessage(), "");
        }
    }
}
