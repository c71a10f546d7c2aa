package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.migrationconnector.logging.redaction.Redactor;
import io.github.migrationconnector.logupload.internal.Cleaner;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The ZIP file: every text goes through the cleaner on its way in, and the digest of what is in is kept. */
final class Zipped {
    private final ZipOutputStream zip;
    private final Cleaner cleaner;
    private final Instant at;
    private final JsonMapper json = new JsonMapper();
    private final ArrayNode entries = JsonNodeFactory.instance.arrayNode();

    /** Fills an entry, line by line. */
    @FunctionalInterface
    interface Filling {
        void fill(Lines lines) throws IOException;
    }

    /** Takes lines. */
    @FunctionalInterface
    interface Lines {
        void add(String line) throws IOException;
    }

    Zipped(OutputStream target, Cleaner cleaner, Instant at) {
        this.zip = new ZipOutputStream(target, StandardCharsets.UTF_8);
        this.cleaner = cleaner;
        this.at = at;
    }

    /** Adds a text. */
    void add(String name, Filling filling) throws IOException {
        Cleaner.Text clean = cleaner.text();
        write(
                name,
                writer -> filling.fill(line -> {
                    writer.write(clean.next(line));
                    writer.write('\n');
                }));
    }

    /** Adds a document. It goes line by line: what is below a secret's name goes before, since it is on other lines. */
    void add(String name, JsonNode document) throws IOException {
        JsonNode clean = document.deepCopy();
        blank(clean);
        String text = json.writerWithDefaultPrettyPrinter().writeValueAsString(clean);
        add(name, lines -> {
            for (String line : text.split("\n", -1)) {
                lines.add(line);
            }
        });
    }

    private static void blank(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(property -> {
                if (Redactor.isSecretName(property.getKey())) {
                    property.setValue(TextNode.valueOf(Redactor.REDACTED));
                }
            });
        }
        node.forEach(Zipped::blank);
    }

    private interface Writing {
        void write(Writer writer) throws IOException;
    }

    private void write(String name, Writing content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(at));
        zip.putNextEntry(entry);
        MessageDigest digest = sha256();
        Counted counted = new Counted(new DigestOutputStream(new Unclosed(zip), digest));
        try (Writer writer = new BufferedWriter(new OutputStreamWriter(counted, StandardCharsets.UTF_8), 1 << 16)) {
            content.write(writer);
        }
        zip.closeEntry();
        entries.addObject()
                .put("name", name)
                .put("bytes", counted.count)
                .put("sha256", HexFormat.of().formatHex(digest.digest()));
    }

    /** The entries so far, with their digests. */
    ArrayNode entries() {
        return entries.deepCopy();
    }

    /** Ends the file; the stream below stays open. */
    void finish() throws IOException {
        zip.finish();
        zip.flush();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static final class Counted extends FilterOutputStream {
        private long count;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
