package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.diskfiles.internal.ova.OvaPart;
import io.github.migrationconnector.vmdk.ByteStream;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Reads an archived disk's parts from their first byte to their last, and checks the digest of each at its end. */
final class DigestedFile implements ByteStream {
    private static final int READ_BYTES = 1 << 20;

    private final RandomAccess archive;
    private final List<OvaPart> parts;
    private int number = -1;
    private long offsetBytes;
    private long endBytes;
    private Optional<MessageDigest> digest = Optional.empty();

    /** @param archive in which the parts lie */
    DigestedFile(RandomAccess archive, List<OvaPart> parts) {
        this.archive = archive;
        this.parts = List.copyOf(parts);
    }

    @Override
    public boolean read(ByteBuffer destination) throws InterruptedException {
        if (offsetBytes == endBytes && !next()) {
            return false;
        }
        int length = (int) Math.min(destination.remaining(), Math.min(READ_BYTES, endBytes - offsetBytes));
        ByteBuffer some = destination.slice(destination.position(), length);
        archive.read(offsetBytes, some);
        digest.ifPresent(running -> running.update(some.flip()));
        destination.position(destination.position() + length);
        offsetBytes += length;
        return true;
    }

    /** Goes on to the next part, when this one was what the manifest says. */
    private boolean next() {
        if (number >= 0 && number < parts.size()) {
            OvaPart read = parts.get(number);
            read.digest().ifPresent(expected -> expected.check(read.name(), digest.orElseThrow()));
        }
        number = Math.min(number + 1, parts.size());
        if (number == parts.size()) {
            return false;
        }
        OvaPart part = parts.get(number);
        offsetBytes = part.place().offsetBytes();
        endBytes = part.place().endBytes();
        digest = part.digest().map(expected -> expected.begin());
        return true;
    }

    /** Reads what is left; throws {@code OVA_DAMAGED} when a part is not what the manifest says. */
    void finish() throws InterruptedException {
        ByteBuffer rest = ByteBuffer.allocate(READ_BYTES);
        while (parts.get(0).digest().isPresent() && read(rest.clear())) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
