package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One link of a chain, opened: its descriptor, and the layer that its files hold.
 *
 * @param descriptor the text, by itself or embedded
 * @param layer its bytes; closes the files
 */
public record VmdkLink(VmdkDescriptor descriptor, DiskLayer layer) implements AutoCloseable {
    /**
     * Opens a link by its descriptor, or by a sparse file with an embedded one.
     *
     * @param file read, and closed unless the layer needs it; also when this throws
     * @param name of the file, for messages
     * @param extents opens the other files
     * @throws InterruptedException when the calling thread was interrupted
     * @throws ConnectorException when it is no disk, damaged, or one that can't be read; with the fix
     */
    public static VmdkLink open(RandomAccess file, String name, ExtentFiles extents) throws InterruptedException {
        boolean done = false;
        try {
            byte[] first = new byte[(int) Math.min(FileKind.PROBE_BYTES, file.sizeBytes())];
            file.read(0, ByteBuffer.wrap(first));
            FileKind kind = FileKind.of(first);
            VmdkLink link =
                    switch (kind) {
                        case DESCRIPTOR -> described(file, extents);
                        case HOSTED_SPARSE -> embedded(file, name);
                        case COWD, SESPARSE -> throw withoutDescriptor(name, kind.words());
                        case OTHER -> throw withoutDescriptor(name, "neither a descriptor nor a sparse disk");
                    };
            done = kind == FileKind.HOSTED_SPARSE;
            return link;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private static ConnectorException withoutDescriptor(String name, String what) {
        return Problem.fatal(
                        "VMDK_NOT_UNDERSTOOD",
                        "The file " + name + " is " + what + ", not a VMDK's descriptor.",
                        "Give the small text file that describes the disk, not the file with its bytes.")
                .asException();
    }

    private static VmdkLink embedded(RandomAccess file, String name) throws InterruptedException {
        HostedSparse sparse = HostedSparse.open(file, name);
        if (!sparse.hasDescriptor()) {
            throw withoutDescriptor(name, "a part of a disk in several files");
        }
        VmdkDescriptor descriptor = DescriptorParser.parse(sparse.descriptor());
        descriptor.requireEmbedded(name);
        return new VmdkLink(descriptor, sparse.layer(descriptor.capacityBytes()));
    }

    private static VmdkLink described(RandomAccess file, ExtentFiles extents) throws InterruptedException {
        // one byte more than allowed, so that the parser sees what is too long
        byte[] text = new byte[(int) Math.min(DescriptorParser.MAX_BYTES + 1, file.sizeBytes())];
        file.read(0, ByteBuffer.wrap(text));
        VmdkDescriptor descriptor = DescriptorParser.parse(text);
        ExtentOpener opener = new ExtentOpener(descriptor.createType(), extents);
        List<DiskLayer> layers = new ArrayList<>();
        boolean done = false;
        try {
            for (VmdkExtent extent : descriptor.extents()) {
                layers.add(opener.open(extent));
            }
            done = true;
        } finally {
            if (!done) {
                layers.forEach(DiskLayer::close);
            }
        }
        return new VmdkLink(descriptor, layers.size() == 1 ? layers.get(0) : new ExtentRow(layers));
    }

    @Override
    public void close() {
        layer.close();
    }
}
