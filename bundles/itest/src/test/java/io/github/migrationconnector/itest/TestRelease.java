package io.github.migrationconnector.itest;

import io.github.migrationconnector.commandline.internal.release.Publication;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Releases of the built distribution with something changed, made and signed as a publisher does. */
public final class TestRelease {
    private final Path directory;
    private final Publication publication;

    /** In an empty directory. */
    public TestRelease(Path directory) {
        this.directory = directory;
        Publication.makeKeys(directory.resolve("keys"));
        publication = new Publication(
                directory.resolve("keys"), directory.resolve("repository"), Instant.now(), Duration.ofDays(1));
    }

    /** What a connector has to trust; there after the first release. */
    public Path root() {
        return directory.resolve("repository/metadata/1.root.json");
    }

    /** The same bundles in other files. */
    public Path withMarked(String version, List<String> bundles) throws Exception {
        Path bundleDirectory = copy(version);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(bundleDirectory.resolve("set.list"))) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("bundle") && bundles.contains(words[5].replaceFirst("-[0-9].*", ""))) {
                Path file = bundleDirectory.resolve(words[5]);
                mark(file, version);
                words[4] = sha256(file);
            }
            lines.add(String.join(" ", words));
        }
        return make(version, bundleDirectory, lines);
    }

    /** One more bundle with something wrong. */
    public Path withUnwell(String version, String fault, String imports) throws Exception {
        return withUnwell(version, fault, imports, "live");
    }

    /** The same in a tier: one of the platform comes into force by a restart. */
    public Path withUnwell(String version, String fault, String imports, String tier) throws Exception {
        Path bundleDirectory = copy(version);
        Path file = bundleDirectory.resolve(fault + "-1.0.jar");
        pack(file, fault, imports);
        List<String> lines = new ArrayList<>(Files.readAllLines(bundleDirectory.resolve("set.list")));
        lines.add("bundle 20 " + tier + " run " + sha256(file) + " " + file.getFileName());
        return make(version, bundleDirectory, lines);
    }

    private Path copy(String version) throws IOException {
        Path bundles = directory.resolve("built-" + version).resolve("bundles");
        Files.createDirectories(bundles);
        try (var files = Files.list(Installed.directory().resolve("bundles"))) {
            for (Path file : files.toList()) {
                Files.createLink(bundles.resolve(file.getFileName()), file);
            }
        }
        return bundles;
    }

    private Path make(String version, Path bundles, List<String> lines) throws IOException {
        Files.delete(bundles.resolve("set.list"));
        Files.write(bundles.resolve("set.list"), lines);
        String release = publication.publish(bundles.getParent(), version, null);
        Path file = directory.resolve(version + ".zip");
        publication.writeOffline(release, Installed.directory(), file);
        return file;
    }

    private static void mark(Path file, String mark) throws IOException {
        Path marked = file.resolveSibling("marked");
        try (JarFile jar = new JarFile(file.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(marked))) {
            out.setLevel(1);
            for (JarEntry entry : jar.stream().toList()) {
                out.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(out);
                }
            }
            out.putNextEntry(new JarEntry("marker.txt"));
            out.write(mark.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        // it is linked to the original
        Files.delete(file);
        Files.move(marked, file);
    }

    private static void pack(Path file, String fault, String imports) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", fault);
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Bundle-Activator", UnwellBundle.class.getName());
        headers.putValue("Import-Package", imports);
        String path = UnwellBundle.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream in = UnwellBundle.class.getClassLoader().getResourceAsStream(path)) {
            out.putNextEntry(new JarEntry(path));
            in.transferTo(out);
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
