package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.vmdk.FlatLayer;
import io.github.migrationconnector.vmdk.VmdkDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code raw:PATH}: a file, or a block device, whose bytes are the disk's. */
@Component(property = DiskSource.SCHEME + "=raw")
public final class RawFileSource implements DiskSource {
    @Override
    public DiskReader open(SourceAddress address) {
        FileIdentity identity = FileIdentity.of(Path.of(address.location()));
        FileAccess file = FileAccess.open(identity.path());
        if (file.sizeBytes() == 0) {
            file.close();
            throw Problem.fatal("SOURCE_EMPTY", identity.path() + " is empty.", "Name a file that holds a disk.")
                    .asException();
        }
        String path = identity.path().toString();
        DiskDescription description = new DiskDescription(
                "raw",
                file.sizeBytes(),
                Map.of("path", path),
                List.of(new DiskFile(path, "raw", file.sizeBytes(), "modified " + identity.modified())));
        VmdkDisk all = new VmdkDisk(List.of(new FlatLayer(file, 0, file.sizeBytes())));
        return new FileDiskReader(description, all, List.of(identity), DiskFacts.none());
    }
}
