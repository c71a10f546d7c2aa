package io.github.migrationconnector.access.internal.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the trail: {@code audit-00000001.jsonl} and on, each of a bounded size. */
record AuditFiles(Path directory) {
    private static final String NAME = "audit-\\d{8}\\.jsonl";
    private static final int LONGEST_HEAD = 4096;

    /** Oldest first. */
    List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(NAME))
                    .sorted()
                    .toList();
        }
    }

    /** The one behind all others. */
    Path next() throws IOException {
        List<Path> files = all();
        int last = files.isEmpty()
                ? 0
                : Integer.parseInt(
                        files.get(files.size() - 1).getFileName().toString().substring(6, 14));
        return directory.resolve("audit-%08d.jsonl".formatted(last + 1));
    }

    /** The lines that were written whole. */
    static List<String> lines(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n');
        return end < 0 ? List.of() : List.of(text.substring(0, end).split("\n", -1));
    }

    /** The first line; empty when there is none of a length that a file's first line has. */
    static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST_HEAD), StandardCharsets.ISO_8859_1);
            return text.substring(0, Math.max(0, text.indexOf('\n')));
        }
    }
}
