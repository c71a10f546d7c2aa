package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.SnapshotState;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Transfers by the contract: with a journal, resumed by id, on parents. Disks are carried in the order of their keys, so
 * that the steps of a life have one order.
 */
final class FakeTransfers implements Transfers {
    private final World world;
    private final Life life;
    private final Set<Integer> settled = new HashSet<>();

    FakeTransfers(World world, Life life) {
        this.world = world;
        this.life = life;
    }

    @Override
    public TransferResult run(TransferRequest request, ProgressListener listener) throws InterruptedException {
        int key = Integer.parseInt(request.source().location().replaceAll(".*#", ""));
        try {
            awaitTurn(key);
            return carry(request, key, listener);
        } finally {
            synchronized (world) {
                settled.add(key);
                world.notifyAll();
            }
        }
    }

    private void awaitTurn(int key) throws InterruptedException {
        synchronized (world) {
            while (world.disks.keySet().stream().anyMatch(lower -> lower < key && !settled.contains(lower))) {
                if (life.isOver()) {
                    throw new Killed("waiting for its turn");
                }
                world.wait();
            }
            settled.remove(key);
        }
    }

    private TransferResult carry(TransferRequest request, int key, ProgressListener listener)
            throws InterruptedException {
        life.step("before Transfers.run " + key);
        world.trouble.at("Transfers.run " + key);
        int[] source = source(request);
        World.Journal journal;
        synchronized (world) {
            world.requests.add(request);
            journal = journal(request, source);
        }
        life.step("started " + key);
        listener.progress(progress(TransferStage.STREAMING, journal));
        for (int block = 0; block < source.length; block++) {
            if (inScope(request.scope(), block) && !journal.acknowledged[block]) {
                life.step("before block " + block + " of " + key);
                world.trouble.atEachBlock.run();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                world.trouble.at("block of " + key);
                put(journal, block, source[block]);
                listener.progress(progress(TransferStage.STREAMING, journal));
            }
        }
        listener.progress(progress(TransferStage.COMPLETING, journal));
        life.around("completion of " + key, () -> journal.snapshot.state = SnapshotState.COMPLETED);
        TransferProgress done = progress(TransferStage.DONE, journal);
        listener.progress(done);
        life.step("after Transfers.run " + key);
        return new TransferResult(
                done, world.capacityBytes(key), BlockDigest.of(new byte[32]), !journal.snapshot.key.isEmpty());
    }

    private int[] source(TransferRequest request) {
        String[] place = request.source().location().split("#");
        synchronized (world) {
            World.FrozenVm frozen = world.vmSnapshots.get(place[0]);
            if (frozen == null) {
                throw Problem.fatal("SOURCE_GONE", "the VM snapshot is gone", "")
                        .asException();
            }
            return frozen.content().get(Integer.parseInt(place[1]));
        }
    }

    private World.Journal journal(TransferRequest request, int[] source) {
        World.Journal known = world.journals.get(request.transferId());
        if (known != null && known.source.equals(request.source().location())) {
            return known;
        }
        int[] content = new int[source.length];
        if (request.parent() instanceof Parent.Snapshot parent) {
            World.Journal digests = world.journals.get(parent.transferId());
            if (digests == null || !digests.snapshot.id.equals(parent.snapshotId())) {
                world.readBacks++;
            }
            int[] inherited = world.ebs.get(parent.snapshotId()).content;
            System.arraycopy(inherited, 0, content, 0, inherited.length);
        }
        World.EbsSnapshot snapshot = new World.EbsSnapshot(
                world.nextId("snap-"), content, request.snapshot().tags(), key(request));
        world.ebs.put(snapshot.id, snapshot);
        World.Journal journal = new World.Journal(request.source().location(), snapshot, source.length);
        world.journals.put(request.transferId(), journal);
        return journal;
    }

    /** As EBS has it: a parent's key, or the one that is asked for, or the account's when it encrypts by itself. */
    private String key(TransferRequest request) {
        if (request.parent() instanceof Parent.Snapshot parent) {
            return world.ebs.get(parent.snapshotId()).key;
        }
        Encryption asked = request.snapshot().encryption();
        if (asked instanceof Encryption.KmsKey own) {
            return own.keyArn();
        }
        return asked instanceof Encryption.DefaultKey || world.trouble.accountEncrypts ? "the account's" : "";
    }

    private void put(World.Journal journal, int block, int bytes) {
        synchronized (world) {
            if (journal.snapshot.content[block] == bytes) {
                journal.unchanged++;
            } else {
                journal.snapshot.content[block] = bytes;
                journal.snapshot.puts++;
            }
            journal.acknowledged[block] = true;
        }
    }

    private static boolean inScope(ReadScope scope, int block) {
        if (scope instanceof ReadScope.Changed changed) {
            long start = (long) block * World.BLOCK_BYTES;
            for (Extent area : changed.areas()) {
                if (area.offsetBytes() < start + World.BLOCK_BYTES && area.endBytes() > start) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    private static TransferProgress progress(TransferStage stage, World.Journal journal) {
        long done = 0;
        for (boolean acknowledged : journal.acknowledged) {
            done += acknowledged ? 1 : 0;
        }
        return new TransferProgress(
                stage,
                journal.snapshot.id,
                World.BLOCK_BYTES,
                journal.acknowledged.length,
                done,
                journal.snapshot.puts,
                0,
                journal.unchanged);
    }

    @Override
    public void discard(String transferId) {
        life.around("Transfers.discard", () -> {
            world.trouble.at("Transfers.discard");
            world.trouble.atDiscard.run();
            synchronized (world) {
                World.Journal journal = world.journals.remove(transferId);
                if (journal != null && journal.snapshot.state == SnapshotState.PENDING) {
                    world.ebs.remove(journal.snapshot.id);
                }
            }
        });
    }

    @Override
    public Verification verify(VerifyRequest request, ProgressListener listener) {
        throw new UnsupportedOperationException(
                "replication does not verify: " + Arrays.toString(new Object[] {request}));
    }
}
