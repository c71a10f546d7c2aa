package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.RandomDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A disk cut into extents of odd lengths, holes as ZERO extents, reads as one disk. */
class FlatDiskReaderTest extends DiskReaderContract {
    @Override
    protected Supplier<DiskReader> disk(RandomDisk disk) {
        byte[] content = disk.content();
        Map<String, byte[]> files = new HashMap<>();
        List<VmdkExtent> extents = new ArrayList<>();
        int sectors = content.length / VmdkExtent.SECTOR_BYTES;
        int sector = 0;
        while (sector < sectors) {
            int size = Math.min(1 + sector % 300, sectors - sector);
            byte[] part = Arrays.copyOfRange(
                    content, sector * VmdkExtent.SECTOR_BYTES, (sector + size) * VmdkExtent.SECTOR_BYTES);
            String name = "disk-f" + extents.size() + ".vmdk";
            if (Arrays.equals(part, new byte[part.length])) {
                extents.add(new VmdkExtent(ExtentType.ZERO, size, "", 0));
            } else {
                // stored behind three sectors of something else, to see that offsets count
                byte[] file = new byte[part.length + 3 * VmdkExtent.SECTOR_BYTES];
                Arrays.fill(file, (byte) 7);
                System.arraycopy(part, 0, file, 3 * VmdkExtent.SECTOR_BYTES, part.length);
                files.put(name, file);
                extents.add(new VmdkExtent(ExtentType.FLAT, size, name, 3));
            }
            sector += size;
        }
        ExtentOpener opener = new ExtentOpener("custom", name -> new BytesInMemory(files.get(name)));
        return () -> {
            List<DiskLayer> layers = new ArrayList<>();
            try {
                for (VmdkExtent extent : extents) {
                    layers.add(opener.open(extent));
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return new LayerReader(new VmdkDisk(List.of(new ExtentRow(layers))));
        };
    }
}
