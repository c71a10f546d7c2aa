package io.github.migrationconnector.applianceova.internal.ova;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.applianceova.internal.disk.DiskImage;
import io.github.migrationconnector.applianceova.internal.disk.Planted;
import io.github.migrationconnector.applianceova.internal.disk.QemuImg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OvaPackageTest {
    private static final OvaPackage.Words WORDS = new OvaPackage.Words(
            "connector-0.1.0",
            "0.1.0",
            GuestSystem.FREEBSD,
            new OvfTemplate("<E v=\"@VERSION@\" f=\"@DISK_FILE@\" b=\"@DISK_FILE_BYTES@\" c=\"@DISK_CAPACITY_BYTES@\""
                    + " t=\"@GUEST_CIM_TYPE@\" g=\"@GUEST_ID@\" s=\"@GUEST_SYSTEM@\" d=\"@GUEST_DESCRIPTION@\">"
                    + "@LICENCE@@PROPERTIES@</E>"),
            "free & open",
            "<p/>",
            1_767_225_600);

    @TempDir
    Path directory;

    private Path raw;

    @BeforeEach
    void plant() throws IOException {
        raw = Planted.rawDisk(directory.resolve("disk.raw"));
    }

    @Test
    void theArchiveHasItsFilesInOrder() throws Exception {
        Path ova = pack(raw, "one");

        assertThat(listing(ova))
                .containsExactly("connector-0.1.0.ovf", "connector-0.1.0.mf", "connector-0.1.0-disk1.vmdk");
    }

    @Test
    void theDiskInItIsTheImage() throws Exception {
        Path ova = pack(raw, "one");
        tar("-xf", ova.toString(), "-C", directory.toString());
        QemuImg.toRaw("vmdk", directory.resolve("connector-0.1.0-disk1.vmdk"), directory.resolve("back"));

        assertThat(directory.resolve("back")).hasSameBinaryContentAs(raw);
    }

    @Test
    void theManifestHolds() throws Exception {
        Path ova = pack(raw, "one");
        tar("-xf", ova.toString(), "-C", directory.toString());

        assertThat(sha256sumOf("connector-0.1.0.ovf"))
                .isIn(Files.readAllLines(directory.resolve("connector-0.1.0.mf")));
        assertThat(sha256sumOf("connector-0.1.0-disk1.vmdk"))
                .isIn(Files.readAllLines(directory.resolve("connector-0.1.0.mf")));
    }

    /** The same disk as raw, as qcow2 and compressed, in another directory: the same bytes. */
    @Test
    void theSameDiskGivesTheSameBytes() throws Exception {
        Path plain = directory.resolve("plain.qcow2");
        Path small = directory.resolve("small.qcow2");
        QemuImg.run("convert", "-O", "qcow2", raw.toString(), plain.toString());
        QemuImg.run("convert", "-O", "qcow2", "-c", "-o", "cluster_size=4096", raw.toString(), small.toString());
        Path ova = pack(raw, "one");

        assertThat(pack(plain, "two")).hasSameBinaryContentAs(ova);
        assertThat(pack(small, "three")).hasSameBinaryContentAs(ova);
    }

    @Test
    void nothingElseIsLeft() throws Exception {
        Path ova = pack(raw, "one");

        try (Stream<Path> files = Files.list(ova.getParent())) {
            assertThat(files).containsExactly(ova);
        }
    }

    private Path pack(Path image, String name) throws IOException, InterruptedException {
        Path output = Files.createDirectory(directory.resolve(name));
        try (DiskImage disk = DiskImage.open(image)) {
            return new OvaPackage(WORDS).write(disk, output).ova();
        }
    }

    private Stream<String> listing(Path ova) throws Exception {
        return tar("-tf", ova.toString()).lines();
    }

    private String sha256sumOf(String name) throws Exception {
        String digest = run("sha256sum", directory.resolve(name).toString()).split(" ", 2)[0];
        return "SHA256(" + name + ")= " + digest;
    }

    private static String tar(String... arguments) throws Exception {
        return run(Stream.concat(Stream.of("tar"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
