package io.github.migrationconnector.copy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.source.InMemoryDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.Encryption;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    private Path home;

    private final FakeTransfers transfers = new FakeTransfers();
    private final Sources sources = new Sources();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    private String diskVersion = "1";

    @BeforeEach
    void addSources() {
        sources.addSource(
                address -> new InMemoryDisk(diskVersion, new byte[1000]),
                Map.of(DiskSource.SCHEME, new String[] {"memory", "raw"}));
    }

    private int copy(String... arguments) {
        return CommandCall.execute(new CopyCommand(transfers, sources, home, console), console, arguments);
    }

    private JsonNode document() throws Exception {
        JsonNode document = new ObjectMapper().readTree(out.toByteArray());
        out.reset();
        return document;
    }

    private TransferRequest last() {
        return transfers.requests.get(transfers.requests.size() - 1);
    }

    @Test
    void tellsTheResultToPeople() {
        assertThat(copy("memory:a", "ebs:")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("snapshot   snap-1", "7: 4 put, 2 zero, 1 unchanged", "digest     6e340b9c");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("42 %  3 of 7 blocks");
    }

    @Test
    void tellsTheResultToPrograms() throws Exception {
        assertThat(copy("memory:a", "ebs:", "--json")).isZero();
        JsonNode document = document();
        assertThat(document.get("snapshot").asText()).isEqualTo("snap-1");
        assertThat(document.get("blocks").asLong()).isEqualTo(7);
        assertThat(document.get("blocksPut").asLong()).isEqualTo(4);
        assertThat(document.get("blocksZero").asLong()).isEqualTo(2);
        assertThat(document.get("blocksUnchanged").asLong()).isEqualTo(1);
        assertThat(document.get("bytesPut").asLong()).isEqualTo(4 * 524288);
        assertThat(document.get("capacityBytes").asLong()).isEqualTo(3_500_000);
        assertThat(document.get("seconds").isNumber()).isTrue();
        assertThat(document.get("digest").asText()).hasSize(64);
        assertThat(document.has("verification")).isFalse();
    }

    @Test
    void asksForWhatItWasTold() {
        copy("memory:a", "ebs:", "--concurrency", "5", "--rate", "3M", "--kms-key", "alias/x");
        assertThat(last().limits().connections()).isEqualTo(5);
        assertThat(last().limits().bytesPerSecond()).isEqualTo(3 << 20);
        assertThat(last().snapshot().encryption()).isEqualTo(new Encryption.KmsKey("alias/x"));
        assertThat(last().parent()).isEqualTo(new Parent.Nothing());
        copy("memory:a", "ebs:", "--parent", "snap-9");
        assertThat(last().parent()).isEqualTo(new Parent.Snapshot("snap-9", ""));
        copy("memory:a", "ebs:", "--parent", "snap-9", "--base", "memory:old");
        assertThat(last().parent()).isEqualTo(new Parent.SnapshotOf("snap-9", new SourceAddress("memory", "old")));
    }

    /** Disks whose files tell what changed, and how they are stored. */
    private final class Telling implements DiskSource {
        @Override
        public DiskReader open(SourceAddress address) {
            DiskReader disk = new InMemoryDisk(diskVersion, new byte[1000]);
            return new DiskReader() {
                @Override
                public DiskDescription description() {
                    return disk.description();
                }

                @Override
                public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
                    disk.forEachExtent(areas, sink);
                }

                @Override
                public Optional<DiskLayout> layout() {
                    return Optional.of(new DiskLayout(
                            600,
                            400,
                            1,
                            List.of(new Extent(600, 400)),
                            List.of(new DiskLayout.Part("SPARSE", "a.vmdk", new Extent(0, 1000), 0)),
                            List.of("planted")));
                }

                @Override
                public void close() {
                    disk.close();
                }
            };
        }

        @Override
        public Optional<List<Extent>> changedSince(SourceAddress base, SourceAddress disk) {
            return base.location().equals("old") ? Optional.of(List.of(new Extent(5, 10))) : Optional.empty();
        }
    }

    @Test
    void readsOnlyWhatTheDeltasTell() {
        sources.addSource(new Telling(), Map.of(DiskSource.SCHEME, "telling"));
        assertThat(copy("telling:new", "ebs:", "--parent", "snap-9", "--base", "telling:old"))
                .isZero();
        assertThat(last().scope()).isEqualTo(new ReadScope.Changed(List.of(new Extent(5, 10))));
        assertThat(last().parent()).isEqualTo(new Parent.SnapshotOf("snap-9", new SourceAddress("telling", "old")));
        assertThat(copy("telling:new", "ebs:", "--parent", "snap-9", "--base", "telling:stranger"))
                .isZero();
        assertThat(last().scope()).isEqualTo(new ReadScope.WholeDisk());
        assertThat(copy("telling:new", "ebs:", "--parent", "snap-9", "--base", "memory:old"))
                .isZero();
        assertThat(last().scope()).isEqualTo(new ReadScope.WholeDisk());
        assertThat(copy("telling:new", "ebs:", "--parent", "snap-9")).isZero();
        assertThat(last().scope()).isEqualTo(new ReadScope.WholeDisk());
    }

    @Test
    void believesNoDeltaOfFilesThatChangedMeanwhile() {
        sources.addSource(
                new DiskSource() {
                    @Override
                    public DiskReader open(SourceAddress address) {
                        return new InMemoryDisk(diskVersion, new byte[1000]);
                    }

                    @Override
                    public Optional<List<Extent>> changedSince(SourceAddress base, SourceAddress disk) {
                        diskVersion = "2";
                        return Optional.of(List.of());
                    }
                },
                Map.of(DiskSource.SCHEME, "moving"));
        assertThat(copy("moving:new", "ebs:", "--parent", "snap-9", "--base", "moving:old"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("changed meanwhile");
    }

    @Test
    void inspectsHowADiskIsStored() throws Exception {
        sources.addSource(new Telling(), Map.of(DiskSource.SCHEME, "telling"));
        assertThat(inspect("telling:a", "--json")).isZero();
        JsonNode document = document();
        assertThat(document.get("storedBytes").asLong()).isEqualTo(600);
        assertThat(document.get("holeBytes").asLong()).isEqualTo(400);
        assertThat(document.get("holes").asLong()).isEqualTo(1);
        assertThat(document.get("firstHoles").get(0).get("offsetBytes").asLong())
                .isEqualTo(600);
        assertThat(document.get("extents").get(0).get("type").asText()).isEqualTo("SPARSE");
        assertThat(document.get("oddities").get(0).asText()).isEqualTo("planted");
        assertThat(inspect("telling:a")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("stored     600 bytes", "holes      1, 400 bytes", "a.vmdk", "odd        planted");
    }

    @Test
    void makesPathsWhole() {
        copy("raw:some/../disk.img", "dir:store");
        assertThat(last().source().location())
                .isEqualTo(Path.of("disk.img").toAbsolutePath().toString());
        assertThat(last().target().location())
                .isEqualTo(Path.of("store").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "memory:a",
                "nonsense ebs:",
                "memory:a nonsense",
                "memory:a ebs: --base memory:b",
                "memory:a ebs: --parent snap-1 --encrypt",
                "memory:a ebs: --rate fast",
                "memory:a ebs: --concurrency 0",
                "memory:a ebs: --concurrency 5000",
                "memory:a ebs: --unknown",
                "memory:a ebs: more"
            })
    void refusesWrongUse(String arguments) {
        assertThat(copy(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.size()).isPositive();
        assertThat(transfers.requests).isEmpty();
    }

    @Test
    void helps() {
        assertThat(copy("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--parent", "--base", "--restart", "Exit code");
    }

    @Test
    void tellsAFailureWithItsFix() throws Exception {
        transfers.ending = () -> {
            throw Problem.fatal("PLANTED", "It broke.", "Mend it.").asException();
        };
        assertThat(copy("memory:a", "ebs:", "--json")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("It broke.", "Mend it.");
        assertThat(document().get("error").get("code").asText()).isEqualTo("PLANTED");
    }

    @Test
    void tellsThatItWasStopped() {
        transfers.ending = () -> {
            throw new InterruptedException();
        };
        assertThat(copy("memory:a", "ebs:")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("goes on where it stopped");
        assertThat(out.size()).isZero();
    }

    @Test
    void tellsAnUnknownSource() {
        assertThat(copy("floppy:a", "ebs:")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("floppy", "memory, raw");
    }

    private void breakOff() {
        transfers.ending = () -> {
            throw new InterruptedException();
        };
        copy("memory:a", "ebs:");
        transfers.ending = () -> {};
    }

    @Test
    void goesOnWithTheSameTransfer() {
        breakOff();
        copy("memory:a", "ebs:");
        assertThat(transfers.requests).extracting(TransferRequest::transferId).containsOnly(last().transferId());
        assertThat(transfers.discarded).isEmpty();
    }

    @Test
    void keepsTheTransferWhenTheDiskChangedBeforeTheEnd() {
        breakOff();
        diskVersion = "2";
        copy("memory:a", "ebs:");
        // the transfer itself deletes what was pending, and begins anew
        assertThat(transfers.requests).extracting(TransferRequest::transferId).containsOnly(last().transferId());
    }

    @Test
    void answersAgainWhenItWasFinishedAndTheDiskIsTheSame() {
        copy("memory:a", "ebs:");
        copy("memory:a", "ebs:");
        assertThat(transfers.requests.get(0).transferId()).isEqualTo(last().transferId());
    }

    @Test
    void copiesAnewWhenItWasFinishedAndTheDiskChanged() {
        copy("memory:a", "ebs:");
        diskVersion = "2";
        copy("memory:a", "ebs:");
        assertThat(transfers.requests.get(0).transferId()).isNotEqualTo(last().transferId());
        assertThat(transfers.discarded).isEmpty();
    }

    @Test
    void beginsAnewWhenTold() {
        breakOff();
        String first = last().transferId();
        copy("memory:a", "ebs:", "--restart");
        assertThat(transfers.discarded).containsExactly(first);
        assertThat(last().transferId()).isNotEqualTo(first);
        String second = last().transferId();
        copy("memory:a", "ebs:", "--restart");
        assertThat(last().transferId()).isNotEqualTo(second);
        assertThat(transfers.discarded).as("what was finished stays").containsExactly(first);
    }

    @Test
    void doesNotMixCommandsUp() {
        copy("memory:a", "ebs:");
        copy("memory:b", "ebs:");
        copy("memory:a", "null:");
        copy("memory:a", "ebs:", "--parent", "snap-1");
        copy("memory:a", "ebs:", "--encrypt");
        copy("memory:a", "ebs:", "--kms-key", "alias/x");
        copy("memory:a", "ebs:", "--kms-key", "alias/y");
        assertThat(transfers.requests).extracting(TransferRequest::transferId).doesNotHaveDuplicates();
    }

    @Test
    void verifiesWhenTold() throws Exception {
        assertThat(copy("memory:a", "ebs:", "--verify", "--json")).isZero();
        assertThat(document().get("verification").get("equal").asBoolean()).isTrue();
        assertThat(transfers.verifications.get(0).reference()).isEqualTo(new VerifyRequest.Reference.Journal());
        transfers.verification = new Verification(7, 2, List.of(3, 5));
        assertThat(copy("memory:a", "ebs:", "--verify")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("DIFFERENT: 2 of 7 blocks, the first [3, 5]");
    }

    @Test
    void verifiesASnapshot() throws Exception {
        assertThat(verify("snap-1", "--target", "dir:/store", "--against", "memory:a", "--json"))
                .isZero();
        assertThat(transfers.verifications.get(0).target().toString()).isEqualTo("dir:/store");
        assertThat(transfers.verifications.get(0).reference())
                .isEqualTo(new VerifyRequest.Reference.Source(new SourceAddress("memory", "a")));
        assertThat(document().get("verification").get("blocksCompared").asLong())
                .isEqualTo(7);
        transfers.verification = new Verification(7, 1, List.of(6));
        assertThat(verify("snap-1")).isEqualTo(1);
        assertThat(verify()).isEqualTo(2);
    }

    private int verify(String... arguments) {
        return CommandCall.execute(new VerifyCommand(transfers, console), console, arguments);
    }

    @Test
    void inspectsADisk() throws Exception {
        assertThat(inspect("memory:a", "--json")).isZero();
        JsonNode document = document();
        assertThat(document.get("format").asText()).isEqualTo("memory");
        assertThat(document.get("capacityBytes").asLong()).isEqualTo(1000);
        assertThat(document.get("identity").get("version").asText()).isEqualTo("1");
        assertThat(document.get("files").get(0).get("sizeBytes").asLong()).isEqualTo(1000);
        assertThat(inspect("memory:a")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("capacity   1000 bytes", "file       memory");
        assertThat(inspect("nonsense")).isEqualTo(2);
    }

    private int inspect(String... arguments) {
        return CommandCall.execute(new InspectCommand(sources, console), console, arguments);
    }
}
