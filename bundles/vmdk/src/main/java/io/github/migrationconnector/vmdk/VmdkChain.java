package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import java.util.List;

/**
 * The links of a disk, base first, which are proven to belong together: each one's parentCID is the CID of the one below.
 * Who opens them knows where they are: from {@code backing.parent} of vSphere, or by the hints of the descriptors.
 *
 * @param links at least one; closed with the chain
 */
public record VmdkChain(List<VmdkLink> links) implements AutoCloseable {
    /** ESXi makes at most 32 snapshots of a VM, hosted products about 100; more links are a mistake or an attack. */
    public static final int MAX_LINKS = 256;

    /** Throws {@code VMDK_CHAIN_BROKEN} when they don't belong together; the links stay open then. */
    public VmdkChain {
        links = List.copyOf(links);
        if (links.isEmpty() || links.size() > MAX_LINKS) {
            throw broken("It has " + links.size() + " links");
        }
        requireBase(links.get(0).descriptor());
        for (int at = 1; at < links.size(); at++) {
            VmdkDescriptor parent = links.get(at - 1).descriptor();
            VmdkDescriptor child = links.get(at).descriptor();
            if (child.parentContentId() != parent.contentId()) {
                throw broken("Link %d wants a parent with CID %08x, the one below has %08x"
                        .formatted(at + 1, child.parentContentId(), parent.contentId()));
            }
        }
    }

    /** Throws {@code VMDK_CHAIN_BROKEN} for a disk that stands on another one. */
    static void requireBase(VmdkDescriptor descriptor) {
        if (descriptor.hasParent()) {
            throw broken("Its base stands on another disk (parentCID %08x)".formatted(descriptor.parentContentId()));
        }
    }

    private static RuntimeException broken(String why) {
        return Problem.fatal(
                        "VMDK_CHAIN_BROKEN",
                        "The disk's chain does not hold together: " + why + ".",
                        "A parent was written to, or is another disk: restore the right one, or consolidate the"
                                + " snapshots and start again.")
                .asException();
    }

    /** What the whole disk is: the descriptor of the link on top. */
    public VmdkDescriptor top() {
        return links.get(links.size() - 1).descriptor();
    }

    @Override
    public void close() {
        links.forEach(VmdkLink::close);
    }
}
