package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.diskfiles.internal.ova.OvaManifest;
import io.github.migrationconnector.vmdk.ByteStream;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads a file from its first byte to its last, and checks its digest at the end. */
final class DigestedFile implements ByteStream {
    private static final int READ_BYTES = 1 << 20;

    private final RandomAccess file;
    private final String name;
    private final Optional<OvaManifest.Entry> entry;
    private final Optional<MessageDigest> digest;
    private long offsetBytes;

    /** @param entry what the digest must be; empty when nobody knows */
    DigestedFile(RandomAccess file, String name, Optional<OvaManifest.Entry> entry) {
        this.file = file;
        this.name = name;
        this.entry = entry;
        this.digest = entry.map(OvaManifest.Entry::begin);
    }

    @Override
    public boolean read(ByteBuffer destination) throws InterruptedException {
        int length = (int) Math.min(destination.remaining(), Math.min(READ_BYTES, file.sizeBytes() - offsetBytes));
        if (length == 0) {
            return false;
        }
        ByteBuffer part = destination.slice(destination.position(), length);
        file.read(offsetBytes, part);
        digest.ifPresent(running -> running.update(part.flip()));
        destination.position(destination.position() + length);
        offsetBytes += length;
        return true;
    }

    /** Reads what is left; throws {@code OVA_DAMAGED} when the file is not what the manifest says. */
    void finish() throws InterruptedException {
        ByteBuffer rest = ByteBuffer.allocate(READ_BYTES);
        while (digest.isPresent() && read(rest.clear())) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        entry.ifPresent(expected -> expected.check(name, digest.orElseThrow()));
    }
}
