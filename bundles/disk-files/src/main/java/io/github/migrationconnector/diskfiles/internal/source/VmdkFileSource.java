package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.vmdk.DeltaAreas;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * {@code vmdk:PATH}: a disk by its descriptor, whose files lie beside it, or by a sparse or stream-optimized file with an
 * embedded descriptor; with its parents, when it has some.
 */
@Component(property = DiskSource.SCHEME + "=vmdk")
public final class VmdkFileSource implements DiskSource {
    /** What is put at once: more exact areas would be widened to it. */
    private static final int BLOCK_BYTES = 512 * 1024;

    @Override
    public DiskReader open(SourceAddress address) {
        try {
            VmdkFileChain chain = VmdkFileChain.open(Path.of(address.location()));
            boolean done = false;
            try {
                DiskReader reader = chain.reader();
                done = true;
                return reader;
            } finally {
                if (!done) {
                    chain.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("STOPPED", "The opening of " + address + " was stopped.", "", Retry.ON_RESUME)
                    .asException(e);
        }
    }

    @Override
    public Optional<List<Extent>> changedSince(SourceAddress base, SourceAddress disk) throws InterruptedException {
        if (!base.scheme().equals(disk.scheme())) {
            return Optional.empty();
        }
        try (VmdkFileChain before = VmdkFileChain.open(Path.of(base.location()));
                VmdkFileChain now = VmdkFileChain.open(Path.of(disk.location()))) {
            int shared = now.sharedWith(before);
            if (shared == 0) {
                return Optional.empty();
            }
            List<Extent> areas = DeltaAreas.between(before.chain(), now.chain(), shared, BLOCK_BYTES);
            before.check();
            now.check();
            return Optional.of(areas);
        }
    }
}
