package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vmdk.CreateType;
import io.github.migrationconnector.vmdk.VmdkChain;
import io.github.migrationconnector.vmdk.VmdkDescriptor;
import io.github.migrationconnector.vmdk.VmdkExtent;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chain's descriptors tell of it.
 *
 * @param parts the extents of the disk on top
 * @param oddities what is unusual
 */
record DiskFacts(List<DiskLayout.Part> parts, List<String> oddities) {
    private static final int MAX_LISTED_PARTS = 1000;

    DiskFacts {
        parts = List.copyOf(parts);
        oddities = List.copyOf(oddities);
    }

    /** Of a disk without a descriptor. */
    static DiskFacts none() {
        return new DiskFacts(List.of(), List.of());
    }

    /** Of a disk whose links are not at hand. */
    static DiskFacts of(VmdkDescriptor descriptor) {
        return new DiskFacts(parts(descriptor), List.of());
    }

    private static List<DiskLayout.Part> parts(VmdkDescriptor descriptor) {
        List<DiskLayout.Part> parts = new ArrayList<>();
        long offset = 0;
        for (VmdkExtent extent : descriptor.extents()) {
            if (parts.size() < MAX_LISTED_PARTS) {
                parts.add(new DiskLayout.Part(
                        extent.type().name(),
                        extent.fileName(),
                        new Extent(offset, extent.sizeBytes()),
                        extent.offsetBytes()));
            }
            offset += extent.sizeBytes();
        }
        return parts;
    }

    static DiskFacts of(VmdkChain chain) {
        List<String> oddities = new ArrayList<>();
        for (int at = 0; at < chain.links().size(); at++) {
            VmdkLink link = chain.links().get(at);
            VmdkDescriptor descriptor = link.descriptor();
            if (CreateType.of(descriptor.createType()).isEmpty()) {
                oddities.add("link " + (at + 1) + " has no createType");
            }
            if (descriptor.extents().stream().map(VmdkExtent::type).distinct().count() > 1) {
                oddities.add("link " + (at + 1) + " has extents of several types");
            }
            long below = at == 0
                    ? descriptor.capacityBytes()
                    : chain.links().get(at - 1).descriptor().capacityBytes();
            if (descriptor.capacityBytes() != below) {
                oddities.add("link " + (at + 1) + " has " + descriptor.capacityBytes() + " bytes, its parent " + below);
            }
        }
        return new DiskFacts(parts(chain.top()), oddities);
    }

    /** The same, and something else that is unusual. */
    DiskFacts and(List<String> more) {
        List<String> all = new ArrayList<>(oddities);
        all.addAll(more);
        return new DiskFacts(parts, all);
    }
}
