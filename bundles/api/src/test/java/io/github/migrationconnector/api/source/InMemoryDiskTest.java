package io.github.migrationconnector.api.source;

import java.util.function.Supplier;

class InMemoryDiskTest extends DiskReaderContract {
    @Override
    protected Supplier<DiskReader> disk(RandomDisk disk) {
        return () -> new InMemoryDisk("seed " + disk.seed(), disk.content());
    }

    @Override
    protected int capacityUnitBytes() {
        return 1;
    }
}
