package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.Problem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A backup as one file: a ZIP with a manifest first, then the database as SQLite has it. What was cut off or changed on the
 * way is seen by the length and the SHA-256 that the manifest names.
 */
final class BackupArchive {
    static final String MANIFEST = "manifest.txt";
    static final String DATABASE = "connector.db";

    private static final int BUFFER = 1 << 16;

    private BackupArchive() {}

    /** Writes a database that nobody changes any more. */
    static void write(BackupManifest manifest, Path database, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(manifest.encoded());
        zip.putNextEntry(new ZipEntry(DATABASE));
        Files.copy(database, zip);
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    /**
     * Takes the database out of a backup, and examines it: it is whole, and as it was.
     *
     * @param draft is written, whatever was there before; it means nothing when this throws
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code STORE_BACKUP_DAMAGED}; {@code
     *     STORE_COPY_FAILED} when there is no room or right to read or to write it
     */
    static BackupManifest extract(Path archive, Path draft) {
        BackupManifest manifest;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                ZipInputStream zip = new ZipInputStream(file)) {
            need(zip.getNextEntry(), MANIFEST, archive);
            byte[] said = zip.readNBytes(BackupManifest.MOST_BYTES + 1);
            if (said.length > BackupManifest.MOST_BYTES) {
                throw damaged(archive, "its manifest is too long");
            }
            manifest = BackupManifest.decoded(said);
            need(zip.getNextEntry(), DATABASE, archive);
            long room = Files.getFileStore(draft.getParent()).getUsableSpace();
            if (manifest.bytes() > room) {
                throw uncopied(
                        archive,
                        draft,
                        new IOException(
                                "its database has " + manifest.bytes() + " bytes and there is room for " + room));
            }
            copy(zip, draft, manifest, archive);
        } catch (ZipException | EOFException | IllegalArgumentException failure) {
            throw damaged(archive, String.valueOf(failure.getMessage()));
        } catch (IOException failure) {
            // of the disk, not of the backup: another one would not do better
            throw uncopied(archive, draft, failure);
        }
        SqliteCopy.verify(draft);
        return manifest;
    }

    private static void copy(InputStream zip, Path draft, BackupManifest manifest, Path archive) throws IOException {
        MessageDigest digest = sha256();
        DigestInputStream in = new DigestInputStream(zip, digest);
        Files.deleteIfExists(draft);
        Files.createFile(draft, SqliteCopy.OWNER_ALONE);
        long left = manifest.bytes();
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(draft)) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw damaged(archive, "its database is " + left + " bytes too short");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        if (in.read() >= 0) {
            throw damaged(archive, "its database is longer than its manifest says");
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(manifest.sha256())) {
            throw damaged(archive, "its database is not the one that was written");
        }
    }

    /** Of a whole file. */
    static String sha256(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            long unused = in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static void need(ZipEntry entry, String name, Path archive) {
        if (entry == null || !entry.getName().equals(name)) {
            throw damaged(archive, "it has no " + name + " where one belongs");
        }
    }

    private static RuntimeException uncopied(Path archive, Path draft, IOException failure) {
        return Problem.fatal(
                        "STORE_COPY_FAILED",
                        "The backup " + archive + " can't be read out: " + failure,
                        "Make room in " + draft.getParent() + ", see that the daemon may write there and read "
                                + archive + ", and ask again.")
                .asException(failure);
    }

    private static RuntimeException damaged(Path archive, String why) {
        return Problem.fatal(
                        "STORE_BACKUP_DAMAGED",
                        archive + " is no whole backup of a store: " + why,
                        "Use another one, as connector store backup writes it.")
                .asException();
    }
}
