package io.github.migrationconnector.diskfiles.internal.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Packs OVAs with tar, digests them with coreutils. */
final class OvaFixture {
    private final Path folder;
    private final List<String> disks = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private String extraFileAttributes = "";

    /** @param folder an empty one, for the files that go into the OVA */
    OvaFixture(Path folder) {
        this.folder = folder;
    }

    /** Adds a disk that QEMU makes of a raw image. */
    OvaFixture disk(byte[] content, String subformat) throws Exception {
        Path raw = Files.write(folder.resolveSibling("content.raw"), content);
        String name = "vm-disk" + (disks.size() + 1) + ".vmdk";
        QemuImg.convert(raw, folder.resolve(name), subformat);
        disks.add(name);
        files.add(name);
        return this;
    }

    /** Compresses the last disk's file with {@code gzip}, and keeps its name. */
    OvaFixture gzip() throws Exception {
        String name = disks.get(disks.size() - 1);
        output("gzip", "-q", folder.resolve(name).toString());
        Files.move(folder.resolve(name + ".gz"), folder.resolve(name));
        return this;
    }

    /** Cuts the last disk's file with {@code split}. */
    OvaFixture cut(int chunkBytes) throws Exception {
        String name = disks.get(disks.size() - 1);
        String file = folder.resolve(name).toString();
        output("split", "--bytes=" + chunkBytes, "--numeric-suffixes", "--suffix-length=9", file, file + ".");
        Files.delete(folder.resolve(name));
        files.remove(name);
        try (Stream<Path> entries = Files.list(folder)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(entry -> entry.startsWith(name + "."))
                    .sorted()
                    .forEach(files::add);
        }
        return this;
    }

    /** Puts attributes on every File element. */
    OvaFixture fileAttributes(String attributes) {
        extraFileAttributes = attributes;
        return this;
    }

    /** Writes the descriptor. */
    OvaFixture descriptor() throws IOException {
        StringBuilder references = new StringBuilder();
        StringBuilder section = new StringBuilder();
        for (String disk : disks) {
            references.append(
                    "<File ovf:href=\"%s\" ovf:id=\"file-%s\" %s/>".formatted(disk, disk, extraFileAttributes));
            section.append(
                    "<Disk ovf:capacity=\"1\" ovf:capacityAllocationUnits=\"byte * 2^30\" ovf:diskId=\"id-%s\" ovf:fileRef=\"file-%s\"/>"
                            .formatted(disk, disk));
        }
        Files.writeString(
                folder.resolve("vm.ovf"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
                    xmlns:vmw="http://www.vmware.com/schema/ovf">
                  <References>%s</References>
                  <DiskSection><Info>Disks &amp; more</Info>%s</DiskSection>
                  <VirtualSystem ovf:id="vm">
                    <OperatingSystemSection ovf:id="96" vmw:osType="debian10_64Guest"><Info>OS</Info></OperatingSystemSection>
                    <VirtualHardwareSection><vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/></VirtualHardwareSection>
                  </VirtualSystem>
                </Envelope>
                """
                        .formatted(references, section));
        return this;
    }

    /** Writes the manifest, with the digests of {@code sha1sum}, {@code sha256sum} or {@code sha512sum}. */
    OvaFixture manifest(int bits) throws Exception {
        StringBuilder manifest = new StringBuilder();
        for (String name : names()) {
            String digest = output("sha" + bits + "sum", folder.resolve(name).toString())
                    .split(" ")[0];
            manifest.append("SHA%d(%s)= %s\n".formatted(bits, name, digest));
        }
        Files.writeString(folder.resolve("vm.mf"), manifest);
        return this;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of("vm.ovf"));
        names.addAll(files);
        return names;
    }

    /** Packs it all. */
    Path pack(String tarFormat) throws Exception {
        Path ova = folder.resolveSibling("vm.ova");
        List<String> command = new ArrayList<>(
                List.of("tar", "--format=" + tarFormat, "-C", folder.toString(), "-cf", ova.toString(), "vm.ovf"));
        if (Files.exists(folder.resolve("vm.mf"))) {
            command.add("vm.mf");
        }
        command.addAll(files);
        output(command.toArray(String[]::new));
        return ova;
    }

    private static String output(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("This test needs " + command[0] + ": apt-get install tar coreutils", e);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        process.getInputStream().transferTo(output);
        if (process.waitFor() != 0) {
            throw new AssertionError(output.toString(StandardCharsets.UTF_8));
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
