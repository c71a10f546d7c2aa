package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.vmdk.ExtentType;
import io.github.migrationconnector.vmdk.RandomAccess;
import io.github.migrationconnector.vmdk.VmdkChain;
import io.github.migrationconnector.vmdk.VmdkDescriptor;
import io.github.migrationconnector.vmdk.VmdkDisk;
import io.github.migrationconnector.vmdk.VmdkExtent;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A VMDK in local files with all of its parents, which are found by the hints of the descriptors and proven by CID. */
final class VmdkFileChain implements AutoCloseable {
    private final Deque<VmdkLink> links = new ArrayDeque<>();
    private final Deque<List<DiskFile>> files = new ArrayDeque<>();
    private final List<FileIdentity> identities = new ArrayList<>();

    private final Deque<List<FileIdentity>> identitiesOfLinks = new ArrayDeque<>();
    private final FileIdentity topFile;

    private VmdkFileChain(FileIdentity topFile) {
        this.topFile = topFile;
    }

    /** Opens a disk with all of its parents; the caller closes it, or the reader that it makes of it. */
    static VmdkFileChain open(Path top) throws InterruptedException {
        VmdkFileChain chain = new VmdkFileChain(FileIdentity.of(top));
        boolean done = false;
        try {
            chain.walk(top);
            done = true;
            return chain;
        } finally {
            if (!done) {
                chain.close();
            }
        }
    }

    private void walk(Path top) throws InterruptedException {
        FileIdentity at = topFile;
        VmdkDescriptor descriptor = add(at);
        while (descriptor.hasParent()) {
            FileIdentity parent = FileIdentity.of(parent(at.path(), descriptor));
            if (identities.contains(parent) || links.size() == VmdkChain.MAX_LINKS) {
                throw Problem.fatal(
                                "VMDK_CHAIN_BROKEN",
                                "The chain of " + top + " does not end: it comes to " + parent.path() + " again, or has"
                                        + " more than " + VmdkChain.MAX_LINKS + " links.",
                                "Restore the disk's descriptors: one of them names a wrong parent.")
                        .asException();
            }
            at = parent;
            descriptor = add(at);
        }
    }

    /** The links, proven to belong together. */
    VmdkChain chain() {
        return new VmdkChain(List.copyOf(links));
    }

    /** How many links, from the base on, are the same files in the same state in another chain. */
    int sharedWith(VmdkFileChain other) {
        List<List<FileIdentity>> mine = List.copyOf(identitiesOfLinks);
        List<List<FileIdentity>> others = List.copyOf(other.identitiesOfLinks);
        int shared = 0;
        while (shared < Math.min(mine.size(), others.size()) && mine.get(shared).equals(others.get(shared))) {
            shared++;
        }
        return shared;
    }

    /** Throws SOURCE_CHANGED when a file is no longer as it was. */
    void check() {
        identities.forEach(FileIdentity::check);
    }

    @Override
    public void close() {
        links.forEach(VmdkLink::close);
    }

    DiskReader reader() {
        VmdkChain chain = chain();
        Map<String, String> identity = Map.of(
                "path", topFile.path().toString(),
                "uuid", chain.top().ddb().getOrDefault("uuid", ""),
                "modified", topFile.modified());
        DiskDescription description = new DiskDescription(
                "vmdk " + chain.top().createType(),
                chain.top().capacityBytes(),
                identity,
                files.stream().flatMap(List::stream).toList());
        return new FileDiskReader(description, VmdkDisk.of(chain), identities, DiskFacts.of(chain));
    }

    /** Opens a link and puts it below those that are there. */
    private VmdkDescriptor add(FileIdentity file) throws InterruptedException {
        identities.add(file);
        List<FileIdentity> extents = new ArrayList<>();
        VmdkLink link = VmdkLink.open(
                FileAccess.open(file.path()),
                file.path().getFileName().toString(),
                name -> extent(file, name, extents));
        links.addFirst(link);
        identities.addAll(extents);
        List<FileIdentity> all = new ArrayList<>(extents);
        all.add(file);
        identitiesOfLinks.addFirst(List.copyOf(all));
        files.addFirst(describe(file, link.descriptor(), extents));
        return link.descriptor();
    }

    private static RandomAccess extent(FileIdentity descriptor, String name, List<FileIdentity> extents) {
        FileIdentity identity = FileIdentity.of(descriptor.path().resolveSibling(name));
        extents.add(identity);
        return FileAccess.open(identity.path());
    }

    private static List<DiskFile> describe(FileIdentity file, VmdkDescriptor descriptor, List<FileIdentity> extents) {
        String ids = "CID %08x".formatted(descriptor.contentId());
        if (descriptor.hasParent()) {
            ids += " parent %08x".formatted(descriptor.parentContentId());
        }
        if (extents.isEmpty()) {
            return List.of(diskFile(file, descriptor.createType(), ids + " modified " + file.modified()));
        }
        List<DiskFile> files = new ArrayList<>(List.of(diskFile(file, "descriptor", ids)));
        List<VmdkExtent> stored = descriptor.extents().stream()
                .filter(extent -> extent.type() != ExtentType.ZERO)
                .toList();
        for (int at = 0; at < extents.size(); at++) {
            String format = stored.get(at).type().name().toLowerCase(Locale.ROOT);
            files.add(diskFile(
                    extents.get(at), format, "modified " + extents.get(at).modified()));
        }
        return files;
    }

    private static DiskFile diskFile(FileIdentity identity, String format, String contentId) {
        return new DiskFile(identity.path().toString(), format, identity.sizeBytes(), contentId);
    }

    /** As the hint says; when nothing is there, beside the child: whole folders are copied from host to host. */
    private static Path parent(Path child, VmdkDescriptor descriptor) {
        String hint = descriptor.parentFileNameHint();
        try {
            Path named = child.resolveSibling(hint);
            if (!hint.isEmpty() && Files.exists(named)) {
                return named;
            }
            // hints come from Windows, too
            Path beside =
                    child.resolveSibling(hint.substring(Math.max(hint.lastIndexOf('/'), hint.lastIndexOf('\\')) + 1));
            if (!hint.isEmpty() && Files.exists(beside)) {
                return beside;
            }
        } catch (InvalidPathException e) {
            throw parentMissing(child, hint).asException(e);
        }
        throw parentMissing(child, hint).asException();
    }

    private static Problem parentMissing(Path child, String hint) {
        return Problem.fatal(
                "VMDK_PARENT_MISSING",
                "The disk " + child + " stands on '" + hint + "', which is not there.",
                "Put the parent's files beside it, or at the path that parentFileNameHint names.");
    }
}
