package io.github.migrationconnector.autoupgrade.internal.source;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import io.github.migrationconnector.autoupgrade.internal.tuf.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A repository in one file: a ZIP archive (APPNOTE.TXT 6.3) of {@code metadata/} and {@code targets/}. Nothing is
 * unpacked by the archive's own names; they are held against a pattern all the same, since an archive with tricks is
 * none of ours.
 */
public final class ZipRepository implements Repository {
    /** A release has some 100 MiB. */
    public static final long MOST_BYTES = 1L << 30;

    private static final int MOST_ENTRIES = 2000;
    private static final Pattern NAME = Pattern.compile(
            "metadata/[0-9a-z][0-9a-z.]{0,63}|targets/([A-Za-z0-9][A-Za-z0-9._+-]{0,199}/){0,3}[A-Za-z0-9][A-Za-z0-9._+-]{0,299}");

    private final ZipFile zip;

    private ZipRepository(ZipFile zip) {
        this.zip = zip;
    }

    /** Opens an archive and looks through the list of its files. */
    public static ZipRepository open(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Refusals.unreadable(
                        file.toString(),
                        "there is no such file",
                        "Name a release file that the daemon's user may read.");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw Refusals.tooLong(file.toString(), MOST_BYTES);
            }
            ZipFile zip = new ZipFile(file.toFile());
            try {
                requirePlain(zip);
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
            return new ZipRepository(zip);
        } catch (ZipException e) {
            throw Refusals.archive(e.getMessage() + "; it may be cut short");
        } catch (IOException e) {
            throw Refusals.unreadable(
                    file.toString(), e.toString(), "Put it where the daemon's user may read it, such as its home.");
        }
    }

    private static void requirePlain(ZipFile zip) {
        if (zip.size() > MOST_ENTRIES) {
            throw Refusals.archive("it has more than " + MOST_ENTRIES + " files");
        }
        Set<String> names = new HashSet<>();
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (!NAME.matcher(entry.getName()).matches()) {
                throw Refusals.badName(entry.getName());
            }
            if (!names.add(entry.getName())) {
                throw Refusals.archive("it has two files with the name " + entry.getName());
            }
        }
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        ZipEntry entry = zip.getEntry(path);
        return entry == null ? Optional.empty() : Optional.of(zip.getInputStream(entry));
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw Refusals.unreadable(zip.getName(), e.toString(), "Look at the file.");
        }
    }
}
