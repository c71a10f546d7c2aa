package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deltas of QEMU's chains tell, against what differs byte for byte, and against QEMU's own map. */
class ChangedSinceTest {
    private static final int BLOCK = 512 * 1024;
    private static final RandomDisk DISK = new RandomDisk(60, 8 * BLOCK + 1024);

    @TempDir
    private Path folder;

    private final VmdkFileSource source = new VmdkFileSource();
    private Path base;

    @BeforeEach
    void makeBase() throws Exception {
        Path raw = Files.write(folder.resolve("base.raw"), DISK.content());
        base = folder.resolve("base.vmdk");
        QemuImg.convert(raw, base, "monolithicSparse");
    }

    private Path delta(Path parent, String name) throws Exception {
        Path delta = folder.resolve(name);
        QemuImg.run("create", "-f", "vmdk", "-F", "vmdk", "-b", parent.toString(), delta.toString());
        return delta;
    }

    private static SourceAddress address(Path path) {
        return new SourceAddress("vmdk", path.toString());
    }

    private byte[] raw(Path vmdk) throws Exception {
        Path raw = folder.resolve("read.raw");
        QemuImg.run("convert", "-O", "raw", vmdk.toString(), raw.toString());
        return Files.readAllBytes(raw);
    }

    @Test
    void tellsTheBlocksThatTheDeltasHold() throws Exception {
        Path first = delta(base, "first.vmdk");
        QemuImg.io(first, "write -P 7 600k 4k");
        Path second = delta(first, "second.vmdk");
        QemuImg.io(second, "write -P 8 3050k 64k");
        assertThat(source.changedSince(address(base), address(second)).orElseThrow())
                .containsExactly(new Extent(BLOCK, BLOCK), new Extent(5L * BLOCK, 2L * BLOCK));
        assertThat(source.changedSince(address(first), address(second)).orElseThrow())
                .containsExactly(new Extent(5L * BLOCK, 2L * BLOCK));
        assertOutsideIsEqual(base, second);
    }

    @Test
    void tellsBothSidesOfSiblings() throws Exception {
        Path one = delta(base, "one.vmdk");
        QemuImg.io(one, "write -P 7 0 4k");
        Path other = delta(base, "other.vmdk");
        QemuImg.io(other, "write -P 8 4096k 512");
        assertThat(source.changedSince(address(one), address(other)).orElseThrow())
                .containsExactly(new Extent(0, BLOCK), new Extent(8L * BLOCK, 1024));
        assertOutsideIsEqual(one, other);
    }

    private void assertOutsideIsEqual(Path before, Path now) throws Exception {
        byte[] was = raw(before);
        byte[] is = raw(now);
        List<Extent> areas = source.changedSince(address(before), address(now)).orElseThrow();
        int differing = 0;
        for (int at = 0; at < is.length; at += 512) {
            boolean same = Arrays.equals(was, at, at + 512, is, at, at + 512);
            long offset = at;
            boolean told = areas.stream().anyMatch(area -> offset >= area.offsetBytes() && offset < area.endBytes());
            assertThat(same || told).as("sector at %d", at).isTrue();
            differing += same ? 0 : 1;
        }
        assertThat(differing).isPositive();
    }

    @Test
    void tellsNothingOfDisksThatShareNoFile() throws Exception {
        Path copy = Files.copy(base, folder.resolve("copy.vmdk"));
        assertThat(source.changedSince(address(copy), address(delta(base, "child.vmdk"))))
                .isEqualTo(Optional.empty());
        assertThat(source.changedSince(new SourceAddress("raw", folder + "/base.raw"), address(base)))
                .isEqualTo(Optional.empty());
    }

    @Test
    void layoutIsWhatQemuMaps() throws Exception {
        Path child = delta(base, "child.vmdk");
        QemuImg.io(child, "write -P 7 600k 300k");
        try (DiskReader reader = source.open(address(child))) {
            DiskLayout layout = reader.layout().orElseThrow();
            assertThat(layout.storedBytes()).isEqualTo(QemuImg.storedBytes(child));
            assertThat(layout.holeBytes()).isEqualTo(DISK.capacityBytes() - layout.storedBytes());
            assertThat(layout.firstHoles()).hasSize((int) layout.holes());
            assertThat(layout.firstHoles().stream()
                            .mapToLong(Extent::lengthBytes)
                            .sum())
                    .isEqualTo(layout.holeBytes());
            assertThat(layout.holes()).isPositive();
            assertThat(layout.parts()).extracting(DiskLayout.Part::type).containsExactly("SPARSE");
            assertThat(layout.oddities()).isEmpty();
        }
    }

    @Test
    void tellsWhatIsOdd() throws Exception {
        Files.write(folder.resolve("a"), new byte[1024]);
        Path odd = Files.writeString(
                folder.resolve("odd.vmdk"), "# Disk DescriptorFile\nCID=1\nRW 1 FLAT \"a\" 1\nRW 7 ZERO\n");
        try (DiskReader reader = source.open(address(odd))) {
            DiskLayout layout = reader.layout().orElseThrow();
            assertThat(layout.oddities())
                    .containsExactly("link 1 has no createType", "link 1 has extents of several types");
            assertThat(layout.firstHoles()).containsExactly(new Extent(512, 7 * 512));
            assertThat(layout.parts())
                    .containsExactly(
                            new DiskLayout.Part("FLAT", "a", new Extent(0, 512), 512),
                            new DiskLayout.Part("ZERO", "", new Extent(512, 7 * 512), 0));
        }
    }
}
