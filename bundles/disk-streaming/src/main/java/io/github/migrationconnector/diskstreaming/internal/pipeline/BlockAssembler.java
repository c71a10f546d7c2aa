package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;

/**
 * Makes whole blocks of what a reader delivers. The reader writes straight into the block's memory. The areas that are read
 * begin and end at blocks, but for the end of the disk: what is missing there is filled with zeros.
 */
final class BlockAssembler implements ExtentSink {
    private final int blockSizeBytes;
    private final long capacityBytes;
    private final ZeroBlock zero;
    private final BlockSink sink;
    private Block open;
    private long at = -1;
    private long deliveredBytes;

    BlockAssembler(int blockSizeBytes, long capacityBytes, ZeroBlock zero, BlockSink sink) {
        this.blockSizeBytes = blockSizeBytes;
        this.capacityBytes = capacityBytes;
        this.zero = zero;
        this.sink = sink;
    }

    @Override
    public ByteBuffer room(long offsetBytes, long lengthBytes) throws InterruptedException {
        arriveAt(offsetBytes, lengthBytes);
        openBlock();
        ByteBuffer buffer = open.buffer();
        int length = (int) Math.min(lengthBytes, blockSizeBytes - buffer.position());
        buffer.limit(buffer.position() + length);
        at += length;
        deliveredBytes += length;
        return buffer;
    }

    @Override
    public void zeros(long offsetBytes, long lengthBytes) throws InterruptedException {
        arriveAt(offsetBytes, lengthBytes);
        deliveredBytes += lengthBytes;
        long end = offsetBytes + lengthBytes;
        while (at < end) {
            boolean atStart = at % blockSizeBytes == 0 && open == null;
            long wholeEnd = end == capacityBytes ? end : end - end % blockSizeBytes;
            if (atStart && wholeEnd > at) {
                // the last block of the disk counts as whole: its padding is zeros too
                int first = (int) (at / blockSizeBytes);
                int last = (int) ((wholeEnd + blockSizeBytes - 1) / blockSizeBytes);
                sink.zeroBlocks(first, last - first);
                at = wholeEnd;
            } else {
                openBlock();
                fillWithZeros(
                        (int) Math.min(end - at, blockSizeBytes - open.buffer().position()));
                settle();
            }
        }
    }

    /** To be called when the reader has returned: hands on the last block. */
    void finish() throws InterruptedException {
        settle();
        if (open != null) {
            throw broken("left the block at " + (long) open.index() * blockSizeBytes + " unfinished");
        }
    }

    /** The memory of a block that was begun and not handed on, if any, goes back. */
    void abandon(BlockPool.Lease lease) {
        if (open != null) {
            lease.giveBack(open);
            open = null;
        }
    }

    /** How many bytes were delivered, holes included. */
    long deliveredBytes() {
        return deliveredBytes;
    }

    private void arriveAt(long offsetBytes, long lengthBytes) throws InterruptedException {
        settle();
        boolean inside = lengthBytes > 0 && offsetBytes >= 0 && offsetBytes + lengthBytes <= capacityBytes;
        boolean onward = open != null ? offsetBytes == at : offsetBytes >= at && offsetBytes % blockSizeBytes == 0;
        if (!inside || !onward) {
            throw broken("delivered " + lengthBytes + " bytes at " + offsetBytes + " after " + at);
        }
        at = offsetBytes;
    }

    private void openBlock() throws InterruptedException {
        if (open == null) {
            open = sink.take();
            open.beginAt((int) (at / blockSizeBytes));
        }
        open.buffer().limit(blockSizeBytes);
    }

    private void fillWithZeros(int length) {
        open.buffer().put(zero.bytes(length));
        open.buffer().limit(open.buffer().position());
        at += length;
    }

    private void settle() throws InterruptedException {
        if (open == null) {
            return;
        }
        ByteBuffer buffer = open.buffer();
        if (buffer.hasRemaining()) {
            throw broken(buffer.remaining() + " bytes short at " + (at - buffer.remaining()));
        }
        if (at == capacityBytes && buffer.position() < blockSizeBytes) {
            buffer.limit(blockSizeBytes);
            buffer.put(zero.bytes(buffer.remaining()));
        }
        if (buffer.position() == blockSizeBytes) {
            Block full = open;
            open = null;
            full.buffer().flip();
            sink.block(full);
        }
    }

    private static RuntimeException broken(String what) {
        return Problem.fatal(
                        "SOURCE_BROKEN",
                        "The source's reader broke its contract: " + what + ".",
                        "Report this: it is an error of the connector.")
                .asException();
    }
}
