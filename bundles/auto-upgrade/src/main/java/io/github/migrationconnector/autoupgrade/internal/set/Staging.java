package io.github.migrationconnector.autoupgrade.internal.set;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import io.github.migrationconnector.autoupgrade.internal.tuf.Digests;
import io.github.migrationconnector.autoupgrade.internal.tuf.Repository;
import io.github.migrationconnector.autoupgrade.internal.tuf.TargetFile;
import io.github.migrationconnector.autoupgrade.internal.tuf.Targets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Copies a release's files into a new directory of the home, each held against its length and digest. */
public final class Staging {
    /** Half-made sets; the launcher passes over it. */
    static final String DRAFT = ".staged";

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int MOST_NOTES_BYTES = 64 * 1024;

    private final Sets sets;
    private final Set<String> inUse;

    /**
     * Makes one.
     *
     * @param inUse the names of sets that bundles run from
     */
    public Staging(Sets sets, Set<String> inUse) {
        this.sets = sets;
        this.inUse = Set.copyOf(inUse);
    }

    /** What the publisher says of a release; empty when nothing. */
    public static String notes(Repository repository, Targets targets, TargetFile release) {
        return targets.hasBeside(release, "notes.txt")
                ? text(repository, targets.beside(release, "notes.txt"), MOST_NOTES_BYTES)
                : "";
    }

    /**
     * The newest release, whole and verified, beside the sets. It is none of them before {@link #keep}.
     *
     * @param progress is told how many files of how many are there
     */
    public InstalledSet stage(Repository repository, Targets targets, BiConsumer<Integer, Integer> progress) {
        TargetFile release = targets.newestRelease();
        String text = text(repository, release, SetList.MOST_BYTES);
        SetList list = SetList.parse(text);
        if (!release.path().equals(list.version() + "/" + SetList.FILE_NAME)) {
            throw Refusals.set("it is named " + list.version() + " within " + release.path());
        }
        if (sets.isShipped(list.version())) {
            throw Refusals.set("its name is that of the set that was installed; nothing newer is there");
        }
        Path place = sets.directory().resolve(list.version());
        if (isWhole(place, list)) {
            return InstalledSet.at(place);
        }
        if (Files.exists(place)
                && (inUse.contains(list.version()) || sets.needed().contains(list.version()))) {
            throw Refusals.set("its name is that of a set that is in use or the way back, and it is another");
        }
        Path draft = sets.directory().resolve(DRAFT);
        try {
            DurableFiles.removeTree(draft);
            DurableFiles.makeDirectory(draft);
            Map<String, Path> here = filesHere();
            int done = 0;
            for (SetEntry entry : list.entries()) {
                progress.accept(done++, list.entries().size());
                TargetFile file = targets.beside(release, entry.file());
                if (!file.sha256().equals(entry.sha256())) {
                    throw Refusals.mixed(entry.file(), "the set lists another SHA-256 than the release");
                }
                place(repository, file, Optional.ofNullable(here.get(file.sha256())), draft.resolve(entry.file()));
            }
            DurableFiles.write(draft.resolve(SetList.FILE_NAME), text.getBytes(StandardCharsets.UTF_8));
            return InstalledSet.at(draft);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a set is there already, file by file what is wanted. */
    private static boolean isWhole(Path place, SetList wanted) {
        if (!Files.isRegularFile(place.resolve(SetList.FILE_NAME))) {
            return false;
        }
        try {
            if (!InstalledSet.at(place).list().equals(wanted)) {
                return false;
            }
            for (SetEntry entry : wanted.entries()) {
                Path file = place.resolve(entry.file());
                if (!Files.isRegularFile(file) || !Digests.of(file).equals(entry.sha256())) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes what was staged a set of the home; a set that is installed already, the shipped one above all, stays where it is. */
    public InstalledSet keep(InstalledSet staged) {
        Path draft = sets.directory().resolve(DRAFT);
        if (!staged.directory().equals(draft)) {
            return staged;
        }
        Path place = sets.directory().resolve(staged.version());
        try {
            // what is left of one that nobody needs
            DurableFiles.removeTree(place);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.sync(sets.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return InstalledSet.at(place);
    }

    /** Removes what was staged and not kept. */
    public void drop() {
        try {
            DurableFiles.removeTree(sets.directory().resolve(DRAFT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Path> filesHere() {
        Map<String, Path> byDigest = new HashMap<>();
        for (InstalledSet set : sets.whole()) {
            set.list()
                    .entries()
                    .forEach(entry ->
                            byDigest.put(entry.sha256(), set.directory().resolve(entry.file())));
        }
        return byDigest;
    }

    /** What is here already need not come again, nor be there twice; it is held against its digest all the same. */
    private static void place(Repository repository, TargetFile file, Optional<Path> here, Path to) throws IOException {
        Optional<Path> own = here.filter(Files::isRegularFile);
        if (own.isPresent()) {
            copy(Files.newInputStream(own.get()), file, Channels.newChannel(OutputStream.nullOutputStream()));
            if (linked(own.get(), to)) {
                return;
            }
            copy(Files.newInputStream(own.get()), file, to);
            return;
        }
        copy(repository.open(file.storedPath()).orElseThrow(() -> Refusals.missing(file.path())), file, to);
    }

    /** Files of sets are never written to again, so that sets may share them. */
    private static boolean linked(Path from, Path to) {
        try {
            Files.createLink(to, from);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // another file system, another owner, or a system without links
            return false;
        }
    }

    private static String text(Repository repository, TargetFile file, int mostBytes) {
        if (file.lengthBytes() > mostBytes) {
            throw Refusals.tooLong(file.path(), mostBytes);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            InputStream in = repository.open(file.storedPath()).orElseThrow(() -> Refusals.missing(file.path()));
            copy(in, file, Channels.newChannel(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static void copy(InputStream in, TargetFile file, Path to) throws IOException {
        try (FileChannel out = DurableFiles.create(to)) {
            copy(in, file, out);
            out.force(true);
        }
    }

    private static void copy(InputStream source, TargetFile file, WritableByteChannel out) throws IOException {
        MessageDigest digest = Digests.begin();
        long total = 0;
        try (InputStream in = source) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                total += length;
                if (total > file.lengthBytes()) {
                    throw Refusals.tooLong(file.path(), file.lengthBytes());
                }
                digest.update(buffer, 0, length);
                ByteBuffer part = ByteBuffer.wrap(buffer, 0, length);
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
        } catch (java.util.zip.ZipException e) {
            throw Refusals.archive(file.path() + ": " + e.getMessage());
        }
        if (total < file.lengthBytes()) {
            throw Refusals.truncated(file.path(), total, file.lengthBytes());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw Refusals.digest(file.path());
        }
    }
}
