package io.github.migrationconnector.api.source;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads one disk as it was at one point in time. Used by one thread at a time. Every adapter passes
 * {@code DiskReaderContract}.
 */
@ConsumerType
public interface DiskReader extends AutoCloseable {
    DiskDescription description();

    /**
     * Reads areas of the disk and hands every byte of them to the sink, as data or as zeros.
     *
     * @param areas ascending, not overlapping, within the capacity; read lazily, so it may be long
     * @throws IllegalArgumentException when an area is not as it must be (see {@link AscendingAreas}); nothing of that
     *     area was read
     * @throws InterruptedException when the sink wants to stop or the calling thread was interrupted; the reader may then
     *     only be closed
     * @throws io.github.migrationconnector.api.problem.ConnectorException when the source can't be read, or is no longer
     *     the disk that was opened (its chain changed under it: {@code SOURCE_CHANGED})
     */
    void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException;

    /**
     * How the bytes are stored; empty when that can't be told without reading them.
     *
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException when the tables can't be read
     */
    default Optional<DiskLayout> layout() throws InterruptedException {
        return Optional.empty();
    }

    /** The whole disk, as one area. */
    default List<Extent> wholeDisk() {
        return List.of(new Extent(0, description().capacityBytes()));
    }

    /** Gives back what the reader holds. Never throws. */
    @Override
    void close();
}
