package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;

/** Opens the files that a descriptor names, each by its type. */
final class ExtentOpener {
    private final String createType;
    private final ExtentFiles files;

    ExtentOpener(String createType, ExtentFiles files) {
        this.createType = createType;
        this.files = files;
    }

    DiskLayer open(VmdkExtent extent) throws InterruptedException {
        if (created().onDevice()) {
            throw rawDevice(extent);
        }
        return switch (extent.type()) {
            case ZERO -> new ZeroLayer(extent.sizeBytes());
            case VMFSRDM, VMFSRAW -> throw rawDevice(extent);
            case FLAT, VMFS, SPARSE, VMFSSPARSE, SESPARSE -> stored(extent);
        };
    }

    private CreateType created() {
        // hand-made descriptors leave it out; the extents say all that is needed
        return createType.isEmpty()
                ? CreateType.CUSTOM
                : CreateType.of(createType).orElseThrow(() -> Problem.fatal(
                                "VMDK_TYPE_NOT_SUPPORTED",
                                "The disk is of the unknown type " + createType + ".",
                                "Make a copy of the disk in another format, for example with vmkfstools -i or"
                                        + " qemu-img convert.")
                        .asException());
    }

    private DiskLayer stored(VmdkExtent extent) throws InterruptedException {
        String name = extent.fileName();
        // a descriptor comes from outside: it must not make the connector read any other file of this machine
        if (name.contains("/") || name.contains("\\") || name.equals("..") || name.equals(".")) {
            throw Problem.fatal(
                            "VMDK_EXTENT_ELSEWHERE",
                            "The descriptor names a file outside of its own folder: " + name + ".",
                            "Put the disk's files into one folder and take the path out of the descriptor.")
                    .asException();
        }
        RandomAccess file = files.open(name);
        boolean done = false;
        try {
            DiskLayer layer = layer(extent, file);
            done = true;
            return layer;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private DiskLayer layer(VmdkExtent extent, RandomAccess file) throws InterruptedException {
        if (!extent.type().flat() && extent.offsetSectors() != 0) {
            throw VmdkProblem.notSupported(extent.fileName(), "is a sparse file that begins at an offset");
        }
        return switch (extent.type()) {
            case FLAT, VMFS -> flat(extent, file);
            case SPARSE -> HostedSparse.open(file, extent.fileName()).layer(extent.sizeBytes());
            case VMFSSPARSE -> Cowd.open(file, extent.fileName(), extent.sizeBytes());
            case SESPARSE -> SeSparse.open(file, extent.fileName(), extent.sizeBytes());
            case ZERO, VMFSRDM, VMFSRAW -> throw new IllegalStateException("no file of ours");
        };
    }

    private static DiskLayer flat(VmdkExtent extent, RandomAccess file) {
        if (file.sizeBytes() < extent.offsetBytes() + extent.sizeBytes()) {
            throw Problem.fatal(
                            "VMDK_EXTENT_SHORT",
                            "The file " + extent.fileName() + " has " + file.sizeBytes()
                                    + " bytes, its descriptor says " + (extent.offsetBytes() + extent.sizeBytes())
                                    + ".",
                            "Copy the disk's files again: this copy is not whole.")
                    .asException();
        }
        return new FlatLayer(file, extent.offsetBytes(), extent.sizeBytes());
    }

    private ConnectorException rawDevice(VmdkExtent extent) {
        return Problem.fatal(
                        "VMDK_RAW_DEVICE",
                        "The disk is a raw device mapping (" + extent.type() + ", " + createType
                                + "): its bytes are on a physical disk, not in its files.",
                        "Clone the disk into a virtual one, for example with vmkfstools -i, or leave it out.")
                .asException();
    }
}
