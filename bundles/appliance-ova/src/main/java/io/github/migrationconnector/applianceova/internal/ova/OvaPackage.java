package io.github.migrationconnector.applianceova.internal.ova;

import io.github.migrationconnector.applianceova.internal.Digests;
import io.github.migrationconnector.applianceova.internal.disk.DiskImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Packs a disk image as one OVA: descriptor, manifest, certificate if it is signed, disk, in this order (DMTF DSP0243, "OVF
 * package"). The same disk and words give the same bytes, wherever and whenever it is made.
 */
public final class OvaPackage {
    private static final int MEBIBYTE = 1 << 20;

    private final Words words;
    private final Optional<Signature> signature;

    /**
     * What the descriptor says beside the hardware.
     *
     * @param name what the files are called, without an ending
     * @param version of the product
     * @param guest what runs in it
     * @param template the descriptor
     * @param licence shown to whoever deploys it
     * @param properties the body of its product section, XML
     * @param modifiedSeconds the time of the files in the archive, since 1970
     */
    public record Words(
            String name,
            String version,
            GuestSystem guest,
            OvfTemplate template,
            String licence,
            String properties,
            long modifiedSeconds) {}

    /**
     * What was made.
     *
     * @param ova the file
     * @param sha256 its digest
     * @param diskSha256 of what the disk holds
     */
    public record Made(Path ova, String sha256, String diskSha256) {}

    /** Packs without a signature. */
    public OvaPackage(Words words) {
        this.words = words;
        this.signature = Optional.empty();
    }

    /** Packs, and signs the manifest. */
    public OvaPackage(Words words, Signature signature) {
        this.words = words;
        this.signature = Optional.of(signature);
    }

    /** Writes {@code NAME.ova} into a directory, whole or not at all. */
    public Made write(DiskImage image, Path directory) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(directory, ".ova");
        Path ova = directory.resolve(words.name() + ".ova");
        try {
            DiskFile disk = DiskFile.write(image, words.name() + "-disk1.vmdk", work.resolve("disk"));
            List<PackedFile> files = new ArrayList<>();
            files.add(text(work, words.name() + ".ovf", descriptor(disk)));
            String manifestName = words.name() + ".mf";
            String manifest = line(files.get(0)) + line(disk.file());
            files.add(text(work, manifestName, manifest));
            if (signature.isPresent()) {
                files.add(text(work, words.name() + ".cert", signature.get().of(manifestName, manifest)));
            }
            files.add(disk.file());
            Path draft = work.resolve("ova");
            try (TarWriter tar = new TarWriter(
                    new BufferedOutputStream(Files.newOutputStream(draft), MEBIBYTE), words.modifiedSeconds())) {
                for (PackedFile file : files) {
                    tar.add(file);
                }
            }
            String sha256 = Digests.of(draft);
            Files.move(draft, ova, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Made(ova, sha256, disk.contentSha256());
        } finally {
            remove(work);
        }
    }

    private static String line(PackedFile file) {
        return "SHA256(" + file.name() + ")= " + file.sha256() + "\n";
    }

    private static PackedFile text(Path work, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(work.resolve("text" + name.substring(name.lastIndexOf('.'))), bytes);
        return new PackedFile(name, file, bytes.length, Digests.of(bytes));
    }

    private String descriptor(DiskFile disk) {
        Map<String, String> values = new HashMap<>();
        values.put("DISK_FILE", OvfTemplate.escaped(disk.file().name()));
        values.put("DISK_FILE_BYTES", String.valueOf(disk.file().sizeBytes()));
        values.put("DISK_CAPACITY_BYTES", String.valueOf(disk.capacityBytes()));
        values.put("GUEST_CIM_TYPE", String.valueOf(words.guest().cimType()));
        values.put("GUEST_ID", words.guest().vmwareId());
        values.put("GUEST_DESCRIPTION", OvfTemplate.escaped(words.guest().description()));
        values.put("GUEST_SYSTEM", words.guest().name().toLowerCase(Locale.ROOT));
        values.put("VERSION", OvfTemplate.escaped(words.version()));
        values.put("LICENCE", OvfTemplate.escaped(words.licence()));
        values.put("PROPERTIES", words.properties());
        return words.template().filled(values);
    }

    private static void remove(Path work) throws IOException {
        try (var files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(work);
    }
}
