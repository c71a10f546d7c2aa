package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** QEMU's tool, which shares no code with the connector, makes disks for these tests. */
final class QemuImg {
    private QemuImg() {}

    /** A raw image as a VMDK with a descriptor inside. */
    static byte[] vmdk(Path folder, byte[] content, String options) throws Exception {
        Path raw = Files.write(folder.resolve("qemu.raw"), content);
        Path vmdk = folder.resolve("qemu.vmdk");
        run("convert", "-f", "raw", "-O", "vmdk", "-o", options, raw.toString(), vmdk.toString());
        return Files.readAllBytes(vmdk);
    }

    private static void run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("qemu-img"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("This test needs qemu-img: apt-get install qemu-utils", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
