package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A backup of a store, as far as it can be judged without a database: whether it is whole (docs/formats.md, "Backup of the
 * store"). The daemon judges the rest.
 *
 * @param connector whose store it is
 * @param madeAt when, in ISO 8601
 * @param bytes of the database in it
 */
record BackupFile(String connector, String madeAt, long bytes) {
    private static final int MOST_MANIFEST = 4096;

    /** What any value is made of: some are printed, and the file may be a stranger's. */
    private static final String PRINTABLE = "[A-Za-z0-9._:+-]*";

    private static final int BUFFER = 1 << 16;

    /** Reads all of it. */
    static BackupFile examined(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                ZipInputStream zip = new ZipInputStream(in)) {
            need(zip.getNextEntry(), "manifest.txt", file);
            String manifest = new String(zip.readNBytes(MOST_MANIFEST), StandardCharsets.US_ASCII);
            if (!value(manifest, "format", file).equals("1")) {
                throw damaged(file, "its format is not 1");
            }
            BackupFile found = new BackupFile(
                    value(manifest, "connector", file),
                    value(manifest, "madeAt", file),
                    Long.parseLong(value(manifest, "bytes", file)));
            need(zip.getNextEntry(), "connector.db", file);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            long length = 0;
            for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                length += read;
                if (length > found.bytes()) {
                    throw damaged(file, "it is longer than it says");
                }
                digest.update(buffer, 0, read);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(value(manifest, "sha256", file))) {
                throw damaged(file, "it was cut off, or changed");
            }
            return found;
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no file " + file, "name the backup");
        } catch (IOException | NumberFormatException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String value(String manifest, String name, Path file) {
        Matcher line = Pattern.compile("^" + name + "=(.*)$", Pattern.MULTILINE).matcher(manifest);
        if (!line.find()) {
            throw damaged(file, "its manifest lacks " + name);
        }
        if (!line.group(1).matches(PRINTABLE)) {
            throw damaged(file, "its manifest has a " + name + " that can't be");
        }
        return line.group(1);
    }

    private static void need(ZipEntry entry, String name, Path file) {
        if (entry == null || !entry.getName().equals(name)) {
            throw damaged(file, "it has no " + name + " where one belongs");
        }
    }

    private static CommandFailure damaged(Path file, String why) {
        return new CommandFailure(
                file + " is no whole backup of a store: " + why,
                "use another one, as connector store backup writes it");
    }
}
