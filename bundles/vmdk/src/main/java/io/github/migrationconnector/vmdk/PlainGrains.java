package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;

/** Grains that lie in their file as the guest sees them. Neighbours in the file are read at once. */
final class PlainGrains implements GrainStore {
    private final RandomAccess file;
    private final String name;
    private final GrainDirectory directory;

    /** @param name of the file, for messages */
    PlainGrains(RandomAccess file, String name, GrainDirectory directory) {
        this.file = file;
        this.name = name;
        this.directory = directory;
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        int grainBytes = directory.shape().grainBytes();
        long offset = offsetBytes;
        while (destination.hasRemaining()) {
            int into = (int) (offset % grainBytes);
            long grain = offset / grainBytes;
            long start = directory.find(grain) + into;
            int length = Math.min(destination.remaining(), grainBytes - into);
            while (length < destination.remaining() && directory.find(++grain) == start + length) {
                length = Math.min(destination.remaining(), length + grainBytes);
            }
            if (start > file.sizeBytes() - length) {
                throw VmdkProblem.damaged(
                        name, "the grain of the disk's byte " + offset, start, "lies behind the end of the file");
            }
            file.read(start, destination.slice(destination.position(), length));
            destination.position(destination.position() + length);
            offset += length;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
