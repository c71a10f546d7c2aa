package io.github.migrationconnector.logupload.internal.upload;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A file of the spool that is being written: lines, packed; digest and length are counted on the way. */
final class SpoolFile implements AutoCloseable {
    private final Path unfinished;
    private final FileChannel channel;
    private final MessageDigest digest;
    private final Counted counted;
    private final Writer writer;

    SpoolFile(Path spool) throws IOException {
        this.unfinished = spool.resolve("unfinished");
        this.channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
        this.counted = new Counted(new DigestOutputStream(Channels.newOutputStream(channel), digest));
        this.writer = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(counted, 1 << 16), StandardCharsets.UTF_8), 1 << 16);
    }

    void line(String line) throws IOException {
        writer.write(line);
        writer.write('\n');
    }

    /** Bytes on disk so far; some more are on their way there. */
    long bytes() {
        return counted.count;
    }

    /**
     * Ends it, synced.
     *
     * @param beginning of its name; its digest makes the rest: the same name is the same content
     */
    Waiting finish(String directory, String beginning) throws IOException {
        // the writer's close ends the packing, and closes the channel with it: so the sync comes by another one
        writer.close();
        String sha256 = HexFormat.of().formatHex(digest.digest());
        String name = beginning + "-" + sha256.substring(0, 16) + ".log.gz";
        Path finished = unfinished.resolveSibling(name);
        try (FileChannel again = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            again.force(true);
        }
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(finished.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return new Waiting(directory + "/" + name, name, counted.count, sha256);
    }

    /** Gives the room back when it was not finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
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
}
