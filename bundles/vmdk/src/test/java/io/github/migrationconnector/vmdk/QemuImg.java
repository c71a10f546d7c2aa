package io.github.migrationconnector.vmdk;

import java.nio.file.Files;
import java.nio.file.Path;

/** QEMU's tool, which shares no code with the connector, makes disks for these tests. */
final class QemuImg {
    private QemuImg() {}

    /** A raw image as a VMDK with a descriptor inside. */
    static byte[] vmdk(Path folder, byte[] content, String options) throws Exception {
        Path raw = Files.write(folder.resolve("qemu.raw"), content);
        Path vmdk = folder.resolve("qemu.vmdk");
        Tool.run(
                "qemu-utils",
                "qemu-img",
                "convert",
                "-f",
                "raw",
                "-O",
                "vmdk",
                "-o",
                options,
                raw.toString(),
                vmdk.toString());
        return Files.readAllBytes(vmdk);
    }
}
