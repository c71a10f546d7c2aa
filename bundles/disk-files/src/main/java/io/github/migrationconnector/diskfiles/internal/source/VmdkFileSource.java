package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/**
 * {@code vmdk:PATH}: a disk by its descriptor, whose files lie beside it, or by a sparse or stream-optimized file with an
 * embedded descriptor; with its parents, when it has some.
 */
@Component(property = DiskSource.SCHEME + "=vmdk")
public final class VmdkFileSource implements DiskSource {
    @Override
    public DiskReader open(SourceAddress address) {
        try {
            return VmdkFileChain.open(Path.of(address.location()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("STOPPED", "The opening of " + address + " was stopped.", "", Retry.ON_RESUME)
                    .asException(e);
        }
    }
}
