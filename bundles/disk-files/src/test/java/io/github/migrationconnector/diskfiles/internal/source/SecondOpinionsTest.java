package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.vmdk.DeltaAreas;
import io.github.migrationconnector.vmdk.VmdkChain;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chains that a program wrote after the published layout alone, and readers by others: whoever knows a format reads what the
 * program says, the connector too.
 */
class SecondOpinionsTest {
    private static final int LINKS = 3;

    @TempDir
    private Path folder;

    private String name(int link) {
        return link == 0 ? "disk.vmdk" : "disk-00000" + link + ".vmdk";
    }

    private Path image(int link) {
        return folder.resolve("link-" + link + ".raw");
    }

    private Path copied(Path vmdk) throws Exception {
        Path copy = folder.resolve("copy.raw");
        Files.deleteIfExists(copy);
        try (DiskReader reader = new VmdkFileSource().open(new SourceAddress("vmdk", vmdk.toString()))) {
            RawCopy.copy(reader, copy);
        }
        return copy;
    }

    private Path readBy(String reader, Path vmdk) throws Exception {
        Path copy = folder.resolve("other.raw");
        Python.read(reader, vmdk, copy);
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"cowd,1,40009", "cowd,2,4097", "cowd,3,37", "sesparse,4,100003", "sesparse,5,32769", "sesparse,6,41"})
    void readsEachLinkAsTheLayoutSays(String kind, String seed, String sectors) throws Exception {
        Python.deltas(folder, kind, seed, sectors, "" + LINKS);
        for (int link = 0; link <= LINKS; link++) {
            Path vmdk = folder.resolve(name(link));
            QemuImg.assertSame(image(link), vmdk);
            assertThat(Files.mismatch(copied(vmdk), image(link)))
                    .as("first other byte of link %d", link)
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({"cowd,11,40009", "sesparse,12,100003"})
    void findsWhatEachLinkHolds(String kind, String seed, String sectors) throws Exception {
        Python.deltas(folder, kind, seed, sectors, "" + LINKS);
        for (int link = 1; link <= LINKS; link++) {
            List<Extent> expected = Files.readAllLines(folder.resolve("link-" + link + ".areas")).stream()
                    .map(line -> line.split(" "))
                    .map(numbers -> new Extent(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])))
                    .toList();
            try (VmdkChain before = chain(link - 1);
                    VmdkChain now = chain(link)) {
                assertThat(DeltaAreas.between(before, now, link, 512)).isEqualTo(expected);
            }
        }
    }

    private VmdkChain chain(int top) throws InterruptedException {
        List<VmdkLink> links = new ArrayList<>();
        for (int link = 0; link <= top; link++) {
            Path file = folder.resolve(name(link));
            links.add(VmdkLink.open(
                    FileAccess.open(file), name(link), extent -> FileAccess.open(folder.resolve(extent))));
        }
        return new VmdkChain(links);
    }

    @ParameterizedTest
    @CsvSource({
        "libvmdk,cowd,21,40009",
        "dissect,cowd,22,40009",
        "dissect,mapped,23,100003",
        "dissect-unmapped,sesparse,24,100003"
    })
    void agreesWithOthersOnDeltas(String reader, String kind, String seed, String sectors) throws Exception {
        Python.deltas(folder, kind, seed, sectors, "" + LINKS);
        for (int link = 1; link <= LINKS; link++) {
            Path vmdk = folder.resolve(name(link));
            assertThat(Files.mismatch(readBy(reader, vmdk), copied(vmdk))).isEqualTo(-1);
        }
    }

    /** Fails when dissect is mended: then the layout's reading of unmapped grains has a third witness, beside QEMU. */
    @Test
    void differsFromDissectInUnmappedGrainsOnly() throws Exception {
        Python.deltas(folder, "sesparse", "25", "100003", "1");
        Path vmdk = folder.resolve(name(1));
        assertThat(Python.same(readBy("dissect", vmdk), copied(vmdk))).isFalse();
        assertThat(Python.same(readBy("dissect-unmapped", vmdk), copied(vmdk))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "monolithicSparse",
                "twoGbMaxExtentSparse",
                "streamOptimized",
                "monolithicFlat",
                "twoGbMaxExtentFlat"
            })
    void agreesWithOthersOnQemusDisks(String subformat) throws Exception {
        Path raw = Files.write(folder.resolve("disk.raw"), new RandomDisk(31, 512 * 20_001).content());
        Path vmdk = folder.resolve("disk.vmdk");
        QemuImg.convert(raw, vmdk, subformat);
        for (String reader : List.of("dissect", "libvmdk")) {
            assertThat(Files.mismatch(readBy(reader, vmdk), copied(vmdk)))
                    .as(reader)
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({"cowd,neighbour", "cowd,shift", "cowd,nibble", "sesparse,neighbour", "sesparse,shift", "sesparse,nibble"
    })
    void seesWhatAFaultyWriterWrote(String kind, String fault) throws Exception {
        Python.deltas(folder, kind, "41", "40009", "2", fault);
        assertThat(Python.same(copied(folder.resolve(name(1))), image(1)))
                .as("the link without the fault")
                .isTrue();
        boolean same;
        try {
            same = Python.same(copied(folder.resolve(name(2))), image(2));
        } catch (ConnectorException refused) {
            same = false;
        }
        assertThat(same).isFalse();
    }
}
