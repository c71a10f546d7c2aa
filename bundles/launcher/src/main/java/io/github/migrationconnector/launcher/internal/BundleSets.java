package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Finds the bundle set that is in force: the one that the home's pointer names, else the distribution's own. */
final class BundleSets {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Distribution distribution;

    BundleSets(Distribution distribution) {
        this.distribution = distribution;
    }

    /** The set in force, each of its files checked against its digest. */
    BundleSet current(Home home, Mode mode) {
        BundleSet set = read(directory(home));
        for (BundleEntry entry : set.entriesFor(mode)) {
            check(set.file(entry), entry.sha256());
        }
        return set;
    }

    private Path directory(Home home) {
        Path pointer = home.currentSet();
        if (Files.notExists(pointer)) {
            return distribution.bundles();
        }
        String version = text(pointer).strip();
        if (!BundleSet.isVersion(version)) {
            throw new LaunchException(
                    pointer + " does not name a bundle set",
                    "write the name of a directory beside it there, or delete it to go back to the installed set");
        }
        return home.sets().resolve(version);
    }

    private static BundleSet read(Path directory) {
        Path file = directory.resolve(SetList.FILE_NAME);
        try {
            return SetList.parse(directory, text(file));
        } catch (IllegalArgumentException e) {
            throw new LaunchException(file + " is no bundle set: " + e.getMessage(), "install the connector again", e);
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SetList.MAX_LENGTH_BYTES + 1);
            if (bytes.length > SetList.MAX_LENGTH_BYTES) {
                throw new IOException("longer than " + SetList.MAX_LENGTH_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LaunchException("can't read " + file + ": " + e, "install the connector again", e);
        }
    }

    private static void check(Path file, String sha256) {
        String found;
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
            found = HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new LaunchException("can't read the bundle " + file + ": " + e, "install the connector again", e);
        } catch (NoSuchAlgorithmException e) {
            // every Java platform has SHA-256 (MessageDigest, class comment)
            throw new AssertionError(e);
        }
        if (!found.equals(sha256)) {
            throw new LaunchException(
                    "the bundle " + file + " is not the one that the set lists: its SHA-256 is " + found,
                    "install the connector again");
        }
    }
}
