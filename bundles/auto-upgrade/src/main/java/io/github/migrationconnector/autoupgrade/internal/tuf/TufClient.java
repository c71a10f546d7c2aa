package io.github.migrationconnector.autoupgrade.internal.tuf;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Follows a repository from the root in force to the list of files (The Update Framework, specification 1.0.33, section
 * 5): Ed25519, consistent snapshots, no delegations. Length and digest are held before anything is parsed, and
 * signatures before anything is believed.
 */
public final class TufClient {
    /** Of roots that follow each other at once. */
    private static final int MOST_ROTATIONS = 64;

    private final TrustStore store;
    private final Clock clock;

    public TufClient(TrustStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Everything that the repository vouches for now. */
    public Targets refresh(Repository repository) {
        Instant now = clock.instant();
        store.requireNoStepBack(now);
        Root root = newestRoot(repository);
        root.metadata().requireFresh(now);
        SignedMetadata timestamp = timestamp(repository, root, now);
        SignedMetadata snapshot = snapshot(repository, root, FileMeta.of(timestamp, Role.SNAPSHOT.fileName()), now);
        return targets(repository, root, FileMeta.of(snapshot, Role.TARGETS.fileName()), now);
    }

    /** Section 5.3: each root vouches for the one that follows it. */
    private Root newestRoot(Repository repository) {
        Root root = store.root();
        for (int i = 0; i < MOST_ROTATIONS; i++) {
            Optional<byte[]> bytes =
                    read(repository, (root.version() + 1) + "." + Role.ROOT.fileName(), Role.ROOT.mostBytes());
            if (bytes.isEmpty()) {
                return root;
            }
            Root next = Root.parse(bytes.get());
            root.keys(Role.ROOT).verify(next.metadata());
            if (next.version() != root.version() + 1) {
                throw Refusals.rollback("the root metadata", next.version(), root.version());
            }
            store.keep(Role.ROOT, bytes.get());
            // 5.3.11: an attacker who had the old keys may have pushed the versions up
            if (next.differsIn(Role.TIMESTAMP, root) || next.differsIn(Role.SNAPSHOT, root)) {
                store.forget(Role.TIMESTAMP);
                store.forget(Role.SNAPSHOT);
            }
            root = next;
        }
        throw Refusals.malformed("the root metadata", "there are more than " + MOST_ROTATIONS + " new versions");
    }

    /** Section 5.4. */
    private SignedMetadata timestamp(Repository repository, Root root, Instant now) {
        byte[] bytes = required(repository, Role.TIMESTAMP.fileName(), Role.TIMESTAMP.mostBytes());
        SignedMetadata timestamp = SignedMetadata.parse(Role.TIMESTAMP, bytes);
        root.keys(Role.TIMESTAMP).verify(timestamp);
        store.seen(Role.TIMESTAMP, root).ifPresent(seen -> {
            requireNotOlder(timestamp, seen.version());
            long snapshot = FileMeta.of(timestamp, Role.SNAPSHOT.fileName()).version();
            long floor = FileMeta.of(seen, Role.SNAPSHOT.fileName()).version();
            if (snapshot < floor) {
                throw Refusals.rollback("the snapshot metadata", snapshot, floor);
            }
        });
        timestamp.requireFresh(now);
        store.keep(Role.TIMESTAMP, bytes);
        return timestamp;
    }

    /** Section 5.5. */
    private SignedMetadata snapshot(Repository repository, Root root, FileMeta meta, Instant now) {
        byte[] bytes = versioned(repository, Role.SNAPSHOT, meta);
        SignedMetadata snapshot = SignedMetadata.parse(Role.SNAPSHOT, bytes);
        root.keys(Role.SNAPSHOT).verify(snapshot);
        requireVersion(snapshot, meta.version());
        store.seen(Role.SNAPSHOT, root).ifPresent(seen -> {
            requireNotOlder(snapshot, seen.version());
            long targets = FileMeta.of(snapshot, Role.TARGETS.fileName()).version();
            long floor = FileMeta.of(seen, Role.TARGETS.fileName()).version();
            if (targets < floor) {
                throw Refusals.rollback("the targets metadata", targets, floor);
            }
        });
        snapshot.requireFresh(now);
        store.keep(Role.SNAPSHOT, bytes);
        return snapshot;
    }

    /** Section 5.6. */
    private Targets targets(Repository repository, Root root, FileMeta meta, Instant now) {
        byte[] bytes = versioned(repository, Role.TARGETS, meta);
        SignedMetadata targets = SignedMetadata.parse(Role.TARGETS, bytes);
        root.keys(Role.TARGETS).verify(targets);
        requireVersion(targets, meta.version());
        targets.requireFresh(now);
        Targets files = Targets.of(targets);
        store.keep(Role.TARGETS, bytes);
        return files;
    }

    private static void requireNotOlder(SignedMetadata offered, long seen) {
        if (offered.version() < seen) {
            throw Refusals.rollback("the " + offered.role().word() + " metadata", offered.version(), seen);
        }
    }

    private static void requireVersion(SignedMetadata metadata, long wanted) {
        if (metadata.version() != wanted) {
            throw Refusals.mixed(
                    "the " + metadata.role().word() + " metadata",
                    "it has version " + metadata.version() + ", and version " + wanted + " is meant");
        }
    }

    private static byte[] versioned(Repository repository, Role role, FileMeta meta) {
        byte[] bytes = required(repository, meta.version() + "." + role.fileName(), meta.mostBytes(role));
        meta.check("the " + role.word() + " metadata", bytes);
        return bytes;
    }

    private static byte[] required(Repository repository, String name, int mostBytes) {
        return read(repository, name, mostBytes).orElseThrow(() -> Refusals.missing(name));
    }

    private static Optional<byte[]> read(Repository repository, String name, int mostBytes) {
        try {
            Optional<InputStream> found = repository.open("metadata/" + name);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = found.get()) {
                byte[] bytes = in.readNBytes(mostBytes + 1);
                if (bytes.length > mostBytes) {
                    throw Refusals.tooLong(name, mostBytes);
                }
                return Optional.of(bytes);
            }
        } catch (IOException e) {
            throw Refusals.unreadable(name, e.getMessage(), "Try again; if it stays so, get the release again.");
        }
    }
}
