package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferLimits;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.Encryption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connector copy}. */
@Command(
        name = "connector copy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Copies one disk into one snapshot, once, without a daemon.",
        footer = {
            "",
            "The same command goes on where it stopped; when it was finished and the disk is the same, it answers at once.",
            "Exit code: 0 done, 1 failed, 2 wrong use."
        })
final class CopyCommand implements Callable<Integer> {
    private final Transfers transfers;
    private final Sources sources;
    private final Path records;
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "raw:PATH, vmdk:PATH, ova:PATH[#DISK], vsphere:VM#DISK")
    private String source = "";

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "ebs:, dir:PATH, raw:PATH, vmdk:PATH (stream-optimized), null:")
    private String target = "";

    @Option(names = "--parent", paramLabel = "SNAPSHOT", description = "Put only what differs from this snapshot")
    private String parent = "";

    @Option(
            names = "--base",
            paramLabel = "SOURCE",
            description =
                    "An older copy of the disk, which --parent holds: compared with instead of reading that back. When both are"
                            + " VMDKs of one chain, only what its deltas hold is read and sent")
    private String base = "";

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "64",
            description = "Blocks under way at once (${DEFAULT-VALUE})")
    private int concurrency;

    @Option(
            names = "--rate",
            paramLabel = "BYTES/s",
            defaultValue = "0",
            converter = ByteCount.class,
            description = "Cap on what is put; K, M and G may follow the number (0: none)")
    private long rate;

    @Option(names = "--encrypt", description = "Encrypt with the account's default key for EBS")
    private boolean encrypt;

    @Option(names = "--kms-key", paramLabel = "KEY", description = "Encrypt with this KMS key")
    private String kmsKey = "";

    @Option(names = "--verify", description = "Read the snapshot back and compare it")
    private boolean verify;

    @Option(names = "--restart", description = "Forget how far an earlier attempt came")
    private boolean restart;

    @Option(names = "--json", description = "One JSON document on standard output")
    private boolean asJson;

    CopyCommand(Transfers transfers, Sources sources, Path home, Console console) {
        this.transfers = transfers;
        this.sources = sources;
        this.records = home.resolve("copies");
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return new Work(console, asJson).run(this::copy);
    }

    private int copy() throws InterruptedException, IOException {
        SourceAddress from = Addresses.source(source);
        TargetAddress to = Addresses.target(target);
        Parent on = parent();
        TransferLimits limits = limits();
        Encryption encryption = encryption();
        String command =
                CopyRecord.commandHash(List.of(from.toString(), to.toString(), on.toString(), encryption.toString()));
        Path file = records.resolve(command + ".properties");
        CopyRecord record = record(command, file, from);
        record.write(file);
        long begin = System.nanoTime();
        TransferRequest request = new TransferRequest(
                record.transferId(),
                from,
                to,
                scope(from, on),
                on,
                new TransferRequest.Labels("Copy of " + from, Map.of("copied-from", from.toString()), encryption),
                limits);
        TransferResult result = transfers.run(request, new ProgressLines(console.err()));
        if (request.scope() instanceof ReadScope.Changed && !diskHash(from).equals(record.disk())) {
            throw Problem.fatal(
                            "SOURCE_CHANGED",
                            "The files of " + from + " changed meanwhile.",
                            "Stop what writes to them, then start again with --restart.")
                    .asException();
        }
        record.asFinished().write(file);
        Optional<Verification> verification = verify ? Optional.of(verification(to, result)) : Optional.empty();
        double seconds = (System.nanoTime() - begin) / 1e9;
        new CopyReport(from, to, result, verification, seconds).print(console, asJson);
        return verification.map(Verification::equal).orElse(true) ? Work.DONE : Work.FAILED;
    }

    /** Only what the files say has changed since the base, when they tell; otherwise everything is compared. */
    private ReadScope scope(SourceAddress from, Parent on) throws InterruptedException {
        if (on instanceof Parent.SnapshotOf parentOf) {
            Optional<List<Extent>> changed = sources.changedSince(parentOf.base(), from);
            if (changed.isPresent()) {
                long bytes =
                        changed.get().stream().mapToLong(Extent::lengthBytes).sum();
                console.err().println("changed since the base, by its deltas: at most " + bytes + " bytes");
                return new ReadScope.Changed(changed.get());
            }
        }
        return new ReadScope.WholeDisk();
    }

    private Parent parent() {
        if (parent.isEmpty()) {
            if (!base.isEmpty()) {
                throw new Work.WrongUse("--base needs --parent: the snapshot that holds it.");
            }
            return new Parent.Nothing();
        }
        if (encrypt || !kmsKey.isEmpty()) {
            throw new Work.WrongUse("A snapshot with a parent is encrypted as its parent is: leave out --encrypt.");
        }
        return base.isEmpty() ? new Parent.Snapshot(parent, "") : new Parent.SnapshotOf(parent, Addresses.source(base));
    }

    private Encryption encryption() {
        if (!kmsKey.isEmpty()) {
            return new Encryption.KmsKey(kmsKey);
        }
        return encrypt ? new Encryption.DefaultKey() : new Encryption.None();
    }

    private TransferLimits limits() {
        try {
            return new TransferLimits(concurrency, rate);
        } catch (IllegalArgumentException e) {
            throw new Work.WrongUse("--concurrency or --rate is wrong: " + e.getMessage() + ".");
        }
    }

    /** Which transfer this command is: the one that it was before, or a new one. */
    private CopyRecord record(String command, Path file, SourceAddress from) throws InterruptedException, IOException {
        String disk = diskHash(from);
        Optional<CopyRecord> known = CopyRecord.read(file);
        if (known.isEmpty()) {
            return CopyRecord.first(command, disk);
        }
        CopyRecord last = known.get();
        if (last.finished()) {
            // its digests stay: a later increment may build on its snapshot
            return restart || !last.disk().equals(disk) ? last.next(command, disk) : last;
        }
        if (restart) {
            transfers.discard(last.transferId());
            return last.next(command, disk);
        }
        return new CopyRecord(last.transferId(), last.number(), disk, false);
    }

    private String diskHash(SourceAddress from) throws InterruptedException {
        try (DiskReader reader = sources.open(from)) {
            return CopyRecord.diskHash(reader.description());
        }
    }

    private Verification verification(TargetAddress to, TransferResult result) throws InterruptedException {
        VerifyRequest request =
                new VerifyRequest(to, result.progress().snapshotId(), new VerifyRequest.Reference.Journal());
        console.err().println("reading back");
        return transfers.verify(request, progress -> {});
    }
}
