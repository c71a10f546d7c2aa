package io.github.migrationconnector.commandline.internal.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A repository's newest release in one file: a ZIP archive, the same to the byte whenever it is made. */
final class OfflineFile {
    /** 1980-01-01, the first date of the format; the time zone plays no part. */
    private static final long NO_TIME = 315_619_200_000L;

    private OfflineFile() {}

    /**
     * Writes one.
     *
     * @param release the name of the release to carry
     * @param leftOut digests of bundles that whoever applies it has already
     */
    static void write(Path repository, String release, Set<String> leftOut, Path file) throws IOException {
        List<Path> parts = new ArrayList<>(files(repository.resolve("metadata")));
        files(repository.resolve("targets").resolve(release)).stream()
                .filter(part -> !leftOut.contains(digestOf(part)))
                .forEach(parts::add);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Path part : parts) {
                byte[] content = Files.readAllBytes(part);
                CRC32 crc = new CRC32();
                crc.update(content);
                ZipEntry entry = new ZipEntry(repository.relativize(part).toString());
                entry.setLastModifiedTime(FileTime.fromMillis(NO_TIME));
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
    }

    private static String digestOf(Path target) {
        return target.getFileName().toString().split("\\.", 2)[0];
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
