package io.github.migrationconnector.applianceova.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.applianceova.internal.OvaFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskImageTest {
    @TempDir
    Path directory;

    private Path raw;

    @BeforeEach
    void plant() throws IOException {
        raw = Planted.rawDisk(directory.resolve("disk.raw"));
    }

    @Test
    void aRawFileIsTheDisk() throws IOException {
        Planted.copy(raw, directory.resolve("copy"));

        assertThat(directory.resolve("copy")).hasSameBinaryContentAs(raw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compat=1.1",
                "compat=0.10",
                "cluster_size=512",
                "cluster_size=2M",
                "lazy_refcounts=on",
                "preallocation=metadata"
            })
    void whatQemuWrotePlainIsReadAsItWas(String option) throws IOException {
        Path image = qcow2("-o", option);
        Planted.copy(image, directory.resolve("copy"));

        assertThat(directory.resolve("copy")).hasSameBinaryContentAs(raw);
    }

    @Test
    void compressedClustersAreInflated() throws IOException {
        Path image = qcow2("-c");
        Planted.copy(image, directory.resolve("copy"));

        assertThat(Files.size(image)).isLessThan(1_500_000);
        assertThat(directory.resolve("copy")).hasSameBinaryContentAs(raw);
    }

    @Test
    void holesAreSkipped() throws IOException {
        try (DiskImage disk = DiskImage.open(qcow2())) {
            long next = disk.nextContent(1_048_576);

            assertThat(next).isBetween(9_900_000L, 9_999_872L);
            assertThat(disk.nextContent(next)).isEqualTo(next);
        }
    }

    @Test
    void anImageOnAnotherIsRefused() {
        QemuImg.run(
                "create",
                "-f",
                "qcow2",
                "-b",
                raw.toString(),
                "-F",
                "raw",
                directory.resolve("top").toString());

        assertThatThrownBy(() -> DiskImage.open(directory.resolve("top")))
                .isInstanceOf(OvaFailure.class)
                .hasMessageContaining("backing file");
    }

    @Test
    void zstdIsRefused() {
        assertThatThrownBy(() -> DiskImage.open(qcow2("-c", "-o", "compression_type=zstd")))
                .isInstanceOf(OvaFailure.class)
                .hasMessageContaining("features");
    }

    @Test
    void aFileThatIsNoDiskIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "no disk");

        assertThatThrownBy(() -> DiskImage.open(text))
                .isInstanceOf(OvaFailure.class)
                .hasMessageContaining("no whole number of sectors");
    }

    /** Whatever is broken in its tables: an error that names the file, or other bytes, never an endless read. */
    @Test
    void damagedTablesEndTheReading() throws IOException {
        Path image = qcow2("-c", "-o", "cluster_size=4096");
        byte[] whole = Files.readAllBytes(image);
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 60; round++) {
            byte[] broken = whole.clone();
            // the header and the tables, which qemu-img writes first
            broken[random.nextInt(8 * 4096)] = (byte) random.nextInt(256);
            broken[random.nextInt(8 * 4096)] = (byte) 0xFF;
            Files.write(image, broken);
            if (!reads(image)) {
                refused++;
            }
        }

        assertThat(refused).isPositive();
    }

    private static boolean reads(Path image) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        try (DiskImage disk = DiskImage.open(image)) {
            long offset = disk.nextContent(0);
            for (int steps = 0; offset < disk.sizeBytes() && steps < 1000; steps++) {
                disk.read(offset, buffer.clear().limit((int) Math.min(65_536, disk.sizeBytes() - offset)));
                offset = disk.nextContent(offset + buffer.position());
            }
            return true;
        } catch (OvaFailure e) {
            return false;
        }
    }

    private Path qcow2(String... options) {
        Path image = directory.resolve("disk.qcow2");
        String[] command = new String[options.length + 7];
        command[0] = "convert";
        System.arraycopy(options, 0, command, 1, options.length);
        String[] rest = {"-f", "raw", "-O", "qcow2", raw.toString(), image.toString()};
        System.arraycopy(rest, 0, command, options.length + 1, rest.length);
        QemuImg.run(command);
        return image;
    }
}
