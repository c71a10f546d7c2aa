package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The files of one datacenter's datastores. All retrying of requests for them is done here. */
final class DatastoreFiles implements AutoCloseable {
    private static final Problem SESSION_ENDED = Problem.passing(
            "VCENTER_SESSION_LOST",
            "vCenter's datastore browser does not accept the session that vCenter gave",
            "Check the limits on sessions in vCenter.");

    private final FileClient client;
    private final VcenterSession session;
    private final String datacenterPath;
    private final ChainWatch watch;

    /** @param watch asked when a file is withheld: somebody may have taken the disk into use again */
    DatastoreFiles(FileClient client, String datacenterPath, ChainWatch watch) {
        this.client = client;
        this.watch = watch;
        this.session = client.session();
        this.datacenterPath = datacenterPath;
    }

    /** How long a file is. */
    long size(DatastorePath file) throws InterruptedException {
        Patience patience = client.patience();
        while (true) {
            String cookie = session.cookie();
            FileProblems problems = problems(file);
            SizeExchange exchange = new SizeExchange(target(file), cookie, problems);
            client.begin(exchange, problems);
            Optional<FileProblem> problem = exchange.await();
            if (problem.isEmpty()) {
                return exchange.sizeBytes();
            }
            settle(problem.get(), cookie, patience);
        }
    }

    /** A small file's bytes. */
    byte[] whole(DatastorePath file, int mostBytes) throws InterruptedException {
        long size = size(file);
        if (size < 1 || size > mostBytes) {
            throw Problem.fatal(
                            "VMDK_NOT_UNDERSTOOD",
                            file + " has " + size + " bytes, which no descriptor of a disk has",
                            "Check the disk in vCenter.")
                    .asException();
        }
        ByteBuffer room = ByteBuffer.allocate((int) size);
        try (PendingRange range = begin(new FileRange(file, size, new Extent(0, size)))) {
            range.fill(room);
        }
        return room.array();
    }

    /** Begins to read a range; what comes is kept until it is taken. */
    PendingRange begin(FileRange range) {
        return new PendingRange(range);
    }

    private RangeExchange.FileTarget target(DatastorePath file) {
        return new RangeExchange.FileTarget(client.authority(), file.target(datacenterPath));
    }

    private FileProblems problems(DatastorePath file) {
        return new FileProblems(file, session.problems());
    }

    /** Returns when the request may be made again. */
    private void settle(FileProblem problem, String cookie, Patience patience) throws InterruptedException {
        if (problem instanceof FileProblem.SessionEnded) {
            patience.spend(SESSION_ENDED);
            session.renewCookie(cookie);
        } else if (problem instanceof FileProblem.Passing passing) {
            patience.spend(passing.problem());
        } else if (problem instanceof FileProblem.Withheld withheld) {
            watch.checkAfterTrouble();
            patience.spend(withheld.problem());
        } else if (problem instanceof FileProblem.Changed changed) {
            throw changed.problem().asException();
        } else if (problem instanceof FileProblem.Fatal fatal) {
            throw fatal.problem().asException();
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** A range that is being read. Used by one thread. */
    final class PendingRange implements AutoCloseable {
        private final Patience patience = client.patience();
        private final FileRange range;
        private String cookie;
        private RangeExchange exchange;
        private long nextByte;

        private PendingRange(FileRange range) {
            this.range = range;
            this.nextByte = range.bytes().offsetBytes();
            begin();
        }

        private void begin() {
            cookie = session.cookie();
            FileProblems problems = problems(range.file());
            exchange = new RangeExchange(range.from(nextByte), target(range.file()), cookie, problems);
            client.begin(exchange, problems);
        }

        /** Fills a buffer with the bytes that come next. */
        void fill(ByteBuffer room) throws InterruptedException {
            while (room.hasRemaining()) {
                if (exchange.await()) {
                    nextByte += exchange.take(room);
                    patience.progress();
                } else {
                    exchange.abandon();
                    settle(exchange.whyEnded(), cookie, patience);
                    begin();
                }
            }
        }

        @Override
        public void close() {
            exchange.abandon();
        }
    }
}
