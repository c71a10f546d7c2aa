package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.vmdk.DescriptorParser;
import io.github.migrationconnector.vmdk.ExtentType;
import io.github.migrationconnector.vmdk.FileKind;
import io.github.migrationconnector.vmdk.FlatDisk;
import io.github.migrationconnector.vmdk.SegmentedDisk;
import io.github.migrationconnector.vmdk.VmdkDescriptor;
import io.github.migrationconnector.vmdk.VmdkExtent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code vmdk:PATH}: the descriptor of a disk whose flat files lie beside it. */
@Component(property = DiskSource.SCHEME + "=vmdk")
public final class VmdkFileSource implements DiskSource {
    @Override
    public DiskReader open(SourceAddress address) {
        FileIdentity descriptorFile = FileIdentity.of(Path.of(address.location()));
        VmdkDescriptor descriptor = DescriptorParser.parse(readDescriptor(descriptorFile.path()));
        FlatDisk flat = new FlatDisk(descriptor);
        Path folder = descriptorFile.path().resolveSibling(".");
        SegmentedDisk disk =
                flat.open(name -> FileAccess.open(folder.resolve(name).normalize()));
        try {
            List<FileIdentity> identities = new ArrayList<>(List.of(descriptorFile));
            List<DiskFile> files = new ArrayList<>(
                    List.of(diskFile(descriptorFile, "descriptor", "CID %08x".formatted(descriptor.contentId()))));
            for (VmdkExtent extent : descriptor.extents()) {
                if (extent.type() != ExtentType.ZERO) {
                    FileIdentity identity =
                            FileIdentity.of(folder.resolve(extent.fileName()).normalize());
                    identities.add(identity);
                    String format = extent.type().name().toLowerCase(Locale.ROOT);
                    files.add(diskFile(identity, format, "modified " + identity.modified()));
                }
            }
            DiskDescription description = new DiskDescription(
                    "vmdk " + descriptor.createType(),
                    descriptor.capacityBytes(),
                    Map.of(
                            "path", descriptorFile.path().toString(),
                            "uuid", descriptor.ddb().getOrDefault("uuid", ""),
                            "modified", descriptorFile.modified()),
                    files);
            return new FileDiskReader(description, disk, identities);
        } catch (RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    private static DiskFile diskFile(FileIdentity identity, String format, String contentId) {
        return new DiskFile(identity.path().toString(), format, identity.sizeBytes(), contentId);
    }

    private static byte[] readDescriptor(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] first = file.readNBytes(FileKind.PROBE_BYTES);
            switch (FileKind.of(first)) {
                case HOSTED_SPARSE, COWD ->
                    throw FlatDisk.notFlat(FileKind.of(first).words(), "").asException();
                case OTHER ->
                    throw Problem.fatal(
                                    "VMDK_NOT_UNDERSTOOD",
                                    path + " is neither a VMDK's descriptor nor a VMDK in a single file.",
                                    "Give the small text file that describes the disk, not its -flat file.")
                            .asException();
                case DESCRIPTOR -> {
                    // read on
                }
            }
            // one byte more than allowed, so that the parser sees what is too long
            byte[] rest = file.readNBytes(DescriptorParser.MAX_BYTES + 1 - first.length);
            byte[] text = new byte[first.length + rest.length];
            System.arraycopy(first, 0, text, 0, first.length);
            System.arraycopy(rest, 0, text, first.length, rest.length);
            return text;
        } catch (IOException e) {
            throw FileAccess.unreadable(path, e).asException(e);
        }
    }
}
