package io.github.migrationconnector.credentialstore.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk that forgets at a power cut what was not synced. It writes to the real one, and keeps beside it what would survive:
 * the content of each file as of its last sync, and the names of each directory as of its last sync. Of an unsynced change
 * of a name it is a toss whether it survives, as on a real disk.
 */
final class SimulatedDisk implements Disk {
    /** A step that it may be told to leave out, to show that the tests see it. */
    enum Step {
        NONE,
        SYNC,
        SYNC_DIRECTORY
    }

    private final RealDisk real = new RealDisk();
    private final Step leftOut;
    private final Random toss;
    /** By inode, which goes along with a file's name; the content of one that was never synced is none. */
    private final Map<Object, byte[]> durableContents = new HashMap<>();
    /** Directory to name to inode, as of the directory's last sync. */
    private final Map<Path, Map<Path, Object>> durableNames = new HashMap<>();

    SimulatedDisk(Step leftOut, long seed) {
        this.leftOut = leftOut;
        toss = new Random(seed);
    }

    @Override
    public void create(Path file, byte[] content, String rights) throws IOException {
        real.create(file, content, rights);
    }

    @Override
    public void sync(Path file) throws IOException {
        if (leftOut != Step.SYNC) {
            durableContents.put(inode(file), Files.readAllBytes(file));
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
        maybe(to.getParent());
    }

    @Override
    public boolean delete(Path file) throws IOException {
        boolean deleted = real.delete(file);
        if (deleted) {
            maybe(file.getParent());
        }
        return deleted;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        real.createDirectory(directory);
        durableNames.put(directory, new TreeMap<>());
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (leftOut != Step.SYNC_DIRECTORY) {
            namesSurvive(directory);
        }
    }

    /** The power goes, and comes back: what did not survive is gone from the real disk too. */
    void powerCut() throws IOException {
        Map<Path, byte[]> survived = new TreeMap<>();
        durableNames
                .values()
                .forEach(names -> names.forEach((name, inode) -> survived.put(
                        name, Optional.ofNullable(durableContents.get(inode)).orElse(new byte[0]))));
        for (Path directory : durableNames.keySet()) {
            try (var names = Files.list(directory)) {
                for (Path name : names.filter(Files::isRegularFile).toList()) {
                    Files.delete(name);
                }
            }
        }
        durableContents.clear();
        for (Map.Entry<Path, byte[]> file : survived.entrySet()) {
            String rights = file.getKey().toString().endsWith(".key") ? "r--------" : "rw-------";
            real.create(file.getKey(), file.getValue(), rights);
            durableContents.put(inode(file.getKey()), file.getValue());
        }
        for (Path directory : durableNames.keySet()) {
            namesSurvive(directory);
        }
    }

    private void maybe(Path directory) throws IOException {
        if (toss.nextBoolean()) {
            namesSurvive(directory);
        }
    }

    private void namesSurvive(Path directory) throws IOException {
        Map<Path, Object> names = new TreeMap<>();
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                names.put(file, inode(file));
            }
        }
        durableNames.put(directory, names);
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
