package io.github.migrationconnector.vsphere.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.StrictSink;
import io.github.migrationconnector.vsphere.internal.fake.HttpsFake;
import io.github.migrationconnector.vsphere.internal.fake.HttpsFake.Reply;
import io.github.migrationconnector.vsphere.internal.fake.RangeFake;
import io.github.migrationconnector.vsphere.internal.fake.SoapFake;
import io.github.migrationconnector.vsphere.internal.fake.TestCertificate;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.snapshot.SnapshotDiskAddress;
import io.github.migrationconnector.vsphere.internal.soap.SoapLimits;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The range reader, against a server in this process that answers in ways that a real one seldom does. */
class RangeReaderTest extends DiskReaderContract {
    private static final NioEventLoopGroup LOOPS =
            new NioEventLoopGroup(2, new DefaultThreadFactory("test-ranges", true));
    private static final int SIZE = 9 << 20;
    /** Of a whole disk. */
    private static final int RANGES = 5;

    private final SoapFake vcenter = new SoapFake();
    private final VcenterSession session =
            new VcenterSession(vcenter.endpoint(), () -> Secret.of(SoapFake.PASSWORD), SoapLimits.DEFAULT);
    private final RandomDisk disk = new RandomDisk(11, SIZE);
    private ReadAhead readAhead = new ReadAhead(48, 6);
    private RangeFake files = new RangeFake(disk.content());
    private volatile FrozenDisk frozen = frozen(SIZE, "base.vmdk");

    @AfterEach
    void close() {
        session.close();
        vcenter.close();
    }

    @AfterAll
    static void stop() throws Exception {
        LOOPS.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
    }

    private static FrozenDisk frozen(long size, String file) {
        return new FrozenDisk(
                new SnapshotDiskAddress("vm-1", "snapshot-1", 2000),
                "vcenter",
                "uuid",
                size,
                "DC 0",
                List.of(new FrozenDisk.Link(new DatastorePath("store", "vm/" + file), "cid")));
    }

    @Override
    protected Supplier<DiskReader> disk(RandomDisk sample) {
        vcenter.files(new RangeFake(sample.content()));
        frozen = frozen(sample.capacityBytes(), "base.vmdk");
        return () -> reader(sample.capacityBytes(), Duration.ofSeconds(30), Duration.ofMinutes(5));
    }

    private DiskReader reader(long size, Duration silence, Duration watchInterval) {
        ChainWatch watch = new ChainWatch(() -> frozen, frozen, watchInterval);
        FileClient client = new FileClient(
                LOOPS, session, new FileClient.Limits(Duration.ofSeconds(20), silence, Duration.ofMillis(4)));
        DatastorePath file = new DatastorePath("store", "vm/base disk-flat.vmdk");
        Extent whole = new Extent(0, size);
        DiskLayout layout =
                new DiskLayout(List.of(new DiskLayout.Place(whole, Optional.of(new FileRange(file, size, whole)))));
        return new SnapshotDiskReader(
                new DiskDescription("test", size, Map.of("a", "b"), List.of()),
                layout,
                new DatastoreFiles(client, frozen.datacenterPath(), watch),
                watch,
                readAhead,
                () -> {});
    }

    private DiskReader reader() {
        vcenter.files(files);
        return reader(SIZE, Duration.ofSeconds(30), Duration.ofMinutes(5));
    }

    private byte[] read(DiskReader reader) throws InterruptedException {
        StrictSink sink = new StrictSink(SIZE, 300_000, true);
        reader.forEachExtent(reader.wholeDisk(), sink);
        sink.finish();
        return sink.content();
    }

    private void assertOvercomes(int times, RangeFake.Spoiling spoiling) throws InterruptedException {
        files = new RangeFake(disk.content());
        files.spoil(times, spoiling);
        try (DiskReader reader = reader()) {
            assertThat(read(reader)).isEqualTo(disk.content());
        }
        assertThat(files.spoilt()).isEqualTo(times);
    }

    private Problem assertRefuses(RangeFake.Spoiling spoiling) {
        // the beginning: later ranges that an earlier reader gave up may still be arriving
        files = new RangeFake(disk.content());
        files.spoilTheBeginning(spoiling);
        try (DiskReader reader = reader()) {
            Problem problem = catchThrowableOfType(ConnectorException.class, () -> read(reader))
                    .problem();
            assertThat(problem.fix()).isNotEmpty();
            assertThat(problem.retry()).isEqualTo(Retry.NEVER);
            return problem;
        }
    }

    @Test
    void asksWithTheQuotedNameAndTheSession() throws Exception {
        Map<String, String> seen = new HashMap<>();
        vcenter.files(request -> {
            synchronized (seen) {
                seen.put(request.target(), request.header("host"));
            }
            return files.to(request);
        });
        try (DiskReader reader = reader(SIZE, Duration.ofSeconds(30), Duration.ofMinutes(5))) {
            assertThat(read(reader)).isEqualTo(disk.content());
        }
        assertThat(seen)
                .containsOnly(Map.entry(
                        "/folder/vm/base%20disk-flat.vmdk?dcPath=DC%200&dsName=store",
                        "127.0.0.1:" + vcenter.server().port()));
    }

    @Test
    void keepsItsConnections() throws Exception {
        try (DiskReader reader = reader()) {
            for (int i = 0; i < 10; i++) {
                read(reader);
            }
        }
        // SOAP's, and those of the window, though 50 ranges were read; a range may begin in the moment before the
        // connection
        // of another is given back
        assertThat(vcenter.server().connections()).isLessThanOrEqualTo(2 + 2 * 6);
    }

    @Test
    void asksForNoMoreTogetherThanMayWaitInMemory() throws Exception {
        readAhead = new ReadAhead(3, 6);
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger mostAhead = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        vcenter.files(request -> {
            if (request.method().equals("GET")) {
                int ahead = asked.incrementAndGet() - taken.get();
                mostAhead.accumulateAndGet(ahead, Math::max);
            }
            return files.to(request);
        });
        int readers = 5;
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try {
            List<Future<byte[]>> read = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                read.add(threads.submit(() -> readAndCount(taken)));
            }
            for (Future<byte[]> one : read) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(disk.content());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(asked).hasValue(readers * RANGES);
        // a range counts as taken a moment before another may begin in its place
        assertThat(mostAhead.get()).isBetween(1, 3);
    }

    /** Counts each range when its last bytes are about to be taken, which is before its place is free. */
    private byte[] readAndCount(AtomicInteger taken) throws InterruptedException {
        StrictSink sink = new StrictSink(SIZE, 300_000, true);
        try (DiskReader reader = reader(SIZE, Duration.ofSeconds(30), Duration.ofMinutes(5))) {
            reader.forEachExtent(reader.wholeDisk(), new ExtentSink() {
                @Override
                public ByteBuffer room(long offsetBytes, long lengthBytes) throws InterruptedException {
                    ByteBuffer room = sink.room(offsetBytes, lengthBytes);
                    long end = offsetBytes + room.remaining();
                    if (end % SnapshotDiskReader.RANGE_BYTES == 0 || end == SIZE) {
                        taken.incrementAndGet();
                    }
                    return room;
                }

                @Override
                public void zeros(long offsetBytes, long lengthBytes) throws InterruptedException {
                    sink.zeros(offsetBytes, lengthBytes);
                }
            });
        }
        sink.finish();
        return sink.content();
    }

    @Test
    void whatFailedHoldsNothing() throws Exception {
        readAhead = new ReadAhead(2, 6);
        for (int i = 0; i < 3; i++) {
            assertRefuses((request, answer) -> HttpsFake.answer(404, "gone"));
        }
        files = new RangeFake(disk.content());
        try (DiskReader reader = reader()) {
            assertThat(read(reader)).isEqualTo(disk.content());
        }
    }

    @Test
    void overcomesWhatPasses() throws Exception {
        assertOvercomes(3, (request, answer) -> HttpsFake.answer(503, "busy"));
        assertOvercomes(2, (request, answer) -> HttpsFake.answer(500, "locked"));
        assertOvercomes(3, (request, answer) -> new Reply.Reset());
        assertOvercomes(3, (request, answer) -> new Reply.Raw(new byte[0]));
        assertOvercomes(
                2,
                (request, answer) -> new Reply.Answer(
                        206,
                        Map.of("Content-Range", answer.headers().get("Content-Range"), "Connection", "close"),
                        answer.body()));
    }

    @Test
    void goesOnWhereABrokenAnswerEnded() throws Exception {
        // which of the parallel ranges are cut is the scheduler's to say
        Queue<Long> cutOffAt = new ConcurrentLinkedQueue<>();
        files.spoil(2, (request, answer) -> {
            cutOffAt.add(firstByte(request.header("range")) + 700_001);
            byte[] head = ("HTTP/1.1 206 Partial Content\r\nContent-Length: " + answer.body().length
                            + "\r\nContent-Range: " + answer.headers().get("Content-Range") + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] cut = Arrays.copyOf(head, head.length + 700_001);
            System.arraycopy(answer.body(), 0, cut, head.length, 700_001);
            return new Reply.Raw(cut);
        });
        Queue<Long> asked = new ConcurrentLinkedQueue<>();
        vcenter.files(request -> {
            if (request.method().equals("GET")) {
                asked.add(firstByte(request.header("range")));
            }
            return files.to(request);
        });
        try (DiskReader reader = reader(SIZE, Duration.ofSeconds(30), Duration.ofMinutes(5))) {
            assertThat(read(reader)).isEqualTo(disk.content());
        }
        assertThat(cutOffAt).hasSize(2);
        assertThat(asked).containsAll(cutOffAt);
    }

    /** Where a {@code bytes=FIRST-LAST} begins. */
    private static long firstByte(String range) {
        return Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
    }

    @Test
    void overcomesSilence() throws Exception {
        files.spoil(1, (request, answer) -> new Reply.Stall());
        vcenter.files(files);
        try (DiskReader reader = reader(SIZE, Duration.ofMillis(500), Duration.ofMinutes(5))) {
            assertThat(read(reader)).isEqualTo(disk.content());
        }
        assertThat(files.spoilt()).isEqualTo(1);
    }

    @Test
    void logsInAgainWhenTheSessionHasEnded() throws Exception {
        try (DiskReader reader = reader()) {
            read(reader);
            vcenter.expire();
            assertThat(read(reader)).isEqualTo(disk.content());
        }
        assertThat(vcenter.logins()).isEqualTo(2);
    }

    @Test
    void givesUpAfterSomeTries() {
        files.spoil(Integer.MAX_VALUE, (request, answer) -> HttpsFake.answer(503, "busy"));
        try (DiskReader reader = reader()) {
            Problem problem = catchThrowableOfType(ConnectorException.class, () -> read(reader))
                    .problem();
            assertThat(problem.code()).isEqualTo("DATASTORE_BUSY");
            assertThat(problem.retry()).isEqualTo(Retry.SOON);
        }
    }

    @Test
    void refusesAnswersThatDoNotFit() {
        assertThat(assertRefuses((request, answer) -> new Reply.Answer(200, Map.of(), disk.content()))
                        .code())
                .isEqualTo("DATASTORE_ANSWER_WRONG");
        assertThat(assertRefuses((request, answer) -> new Reply.Answer(206, Map.of(), answer.body()))
                        .message())
                .contains("another range");
        assertThat(assertRefuses((request, answer) -> RangeFake.partial(1, answer.body().length, SIZE, answer.body()))
                        .message())
                .contains("another range");
        assertThat(assertRefuses((request, answer) -> new Reply.Answer(
                                206,
                                Map.of("Content-Range", answer.headers().get("Content-Range")),
                                Arrays.copyOf(answer.body(), 100)))
                        .message())
                .contains("100 bytes");
        assertThat(assertRefuses((request, answer) -> new Reply.Answer(
                                206,
                                Map.of(
                                        "Content-Range",
                                        answer.headers().get("Content-Range"),
                                        "Content-Encoding",
                                        "gzip"),
                                answer.body()))
                        .message())
                .contains("packed");
        assertThat(assertRefuses((request, answer) -> HttpsFake.answer(410, "")).code())
                .isEqualTo("DATASTORE_RANGES_REFUSED");
        assertThat(assertRefuses((request, answer) -> HttpsFake.answer(403, "")).code())
                .isEqualTo("DATASTORE_FORBIDDEN");
        assertThat(assertRefuses((request, answer) -> HttpsFake.answer(404, "")).code())
                .isEqualTo("DATASTORE_FILE_MISSING");
    }

    /** A host that vCenter names is none whose certificate was accepted: no connection is made to it, not even a look. */
    @Test
    void goesOnToNoHostThatAnAnswerNames() throws Exception {
        try (HttpsFake host = new HttpsFake(TestCertificate.create(), request -> HttpsFake.answer(200, "taken"))) {
            for (int status : List.of(301, 302, 303, 307, 308)) {
                Problem problem = assertRefuses((request, answer) -> new Reply.Answer(
                        status,
                        Map.of("Location", "https://localhost:" + host.port() + request.target()),
                        new byte[0]));
                assertThat(problem.code()).isEqualTo("DATASTORE_REDIRECTED");
                assertThat(problem.retry()).isEqualTo(Retry.NEVER);
            }
            assertThat(host.connections()).isZero();
        }
    }

    @Test
    void refusesAnUnframedAnswerThatIsCut() throws Exception {
        // without a length the end of the connection is the end of the answer, by RFC 9112, section 6.3
        assertThat(assertRefuses((request, answer) -> new Reply.Raw(("HTTP/1.1 206 Partial Content\r\nContent-Range: "
                                        + answer.headers().get("Content-Range") + "\r\n\r\nfew bytes")
                                .getBytes(StandardCharsets.US_ASCII)))
                        .message())
                .contains("lacks");
    }

    @Test
    void noticesAFileOfAnotherLength() {
        assertThat(assertRefuses((request, answer) -> {
                            String[] ends = request.header("range").substring(6).split("-");
                            return RangeFake.partial(
                                    Long.parseLong(ends[0]), Long.parseLong(ends[1]), SIZE + 512, answer.body());
                        })
                        .code())
                .isEqualTo("SOURCE_CHANGED");
    }

    @Test
    void noticesAtTheEndThatTheChainChanged() {
        try (DiskReader reader = reader()) {
            frozen = frozen(SIZE, "other.vmdk");
            assertThat(catchThrowableOfType(ConnectorException.class, () -> read(reader))
                            .problem()
                            .code())
                    .isEqualTo("SOURCE_CHANGED");
        }
    }

    @Test
    void noticesInTheMiddleThatTheChainChanged() {
        vcenter.files(files);
        try (DiskReader reader = reader(SIZE, Duration.ofSeconds(30), Duration.ZERO)) {
            StrictSink sink =
                    new StrictSink(SIZE, 300_000, true).atFirstCall(() -> frozen = frozen(SIZE, "other.vmdk"));
            assertThat(catchThrowableOfType(
                                    ConnectorException.class, () -> reader.forEachExtent(reader.wholeDisk(), sink))
                            .problem()
                            .code())
                    .isEqualTo("SOURCE_CHANGED");
            sink.finish();
            assertThat(sink.delivered()).singleElement().satisfies(extent -> assertThat(extent.lengthBytes())
                    .isLessThan(SIZE));
        }
    }

    @Test
    void sendsNoCookieToAnotherCertificate() {
        session.login();
        int before = vcenter.server().requests();
        try (DiskReader reader = reader()) {
            vcenter.server().show(TestCertificate.create());
            Problem problem = catchThrowableOfType(ConnectorException.class, () -> read(reader))
                    .problem();
            assertThat(problem.code()).isEqualTo("VCENTER_CERTIFICATE_CHANGED");
        }
        assertThat(vcenter.server().requests()).isEqualTo(before);
    }
}
