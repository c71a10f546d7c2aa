package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Reads a frozen flat disk by ranges of its file. Several are asked for at once; they are handed on in order, straight from
 * the network's buffers into the sink's.
 */
final class SnapshotDiskReader implements DiskReader {
    /** How much is asked for at once. Each range under way may take this much memory. */
    static final long RANGE_BYTES = 2 << 20;

    private final DiskDescription description;
    private final DiskLayout layout;
    private final DatastoreFiles files;
    private final ChainWatch watch;
    private final ReadAhead readAhead;
    private final Runnable whenClosed;
    private boolean closed;

    /**
     * Makes one.
     *
     * @param files closed with the reader
     * @param readAhead shared with all other readers
     * @param whenClosed gives back what was made for the reader alone
     */
    SnapshotDiskReader(
            DiskDescription description,
            DiskLayout layout,
            DatastoreFiles files,
            ChainWatch watch,
            ReadAhead readAhead,
            Runnable whenClosed) {
        this.description = description;
        this.layout = layout;
        this.files = files;
        this.watch = watch;
        this.readAhead = readAhead;
        this.whenClosed = whenClosed;
    }

    @Override
    public DiskDescription description() {
        return description;
    }

    /** A piece on its way; zeros have none. */
    private record UnderWay(Extent disk, Optional<DatastoreFiles.PendingRange> range) {}

    @Override
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        Iterator<DiskLayout.Place> pieces = layout.pieces(areas, RANGE_BYTES);
        if (!pieces.hasNext()) {
            return;
        }
        try {
            readAll(pieces, sink);
            watch.check();
        } catch (ConnectorException e) {
            throw watch.explained(e);
        }
    }

    private void readAll(Iterator<DiskLayout.Place> pieces, ExtentSink sink) throws InterruptedException {
        Deque<UnderWay> window = new ArrayDeque<>();
        try (ReadAhead.Share share = readAhead.join()) {
            try {
                while (true) {
                    // zeros count as well: they take no memory, and no time
                    while (pieces.hasNext() && share.begin()) {
                        DiskLayout.Place piece = pieces.next();
                        window.add(new UnderWay(piece.disk(), piece.stored().map(files::begin)));
                    }
                    if (window.isEmpty()) {
                        return;
                    }
                    watch.checkWhenDue();
                    deliver(window.getFirst(), sink);
                    window.removeFirst().range().ifPresent(DatastoreFiles.PendingRange::close);
                    share.end();
                }
            } finally {
                // before the share: what counts as free has to be
                window.forEach(piece -> piece.range().ifPresent(DatastoreFiles.PendingRange::close));
            }
        }
    }

    private static void deliver(UnderWay piece, ExtentSink sink) throws InterruptedException {
        if (piece.range().isEmpty()) {
            sink.zeros(piece.disk().offsetBytes(), piece.disk().lengthBytes());
            return;
        }
        long at = piece.disk().offsetBytes();
        while (at < piece.disk().endBytes()) {
            ByteBuffer room = sink.room(at, piece.disk().endBytes() - at);
            int length = room.remaining();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            piece.range().get().fill(room);
            at += length;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            files.close();
            whenClosed.run();
        }
    }
}
