package io.github.migrationconnector.distribution.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * What one jar is.
 *
 * @param file where it lies
 * @param sha256 of the whole file, hex
 * @param symbolicName the bundle's; empty when it is none
 * @param embedded name to SHA-256 of each jar within it
 * @param foreignPackages paths of the packages that are not of this project
 */
record AuditedJar(
        Path file, String sha256, String symbolicName, Map<String, String> embedded, Set<String> foreignPackages) {
    private static final String OWN_PREFIX = "io.github.migrationconnector.";
    private static final String OWN_PACKAGES = "io/github/migrationconnector/";

    static AuditedJar of(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes main = jar.getManifest() == null
                    ? new Attributes()
                    : jar.getManifest().getMainAttributes();
            String symbolicName = String.valueOf(main.getOrDefault(new Attributes.Name("Bundle-SymbolicName"), ""));
            Map<String, String> embedded = new TreeMap<>();
            Set<String> foreignPackages = new TreeSet<>();
            Enumeration<? extends ZipEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith(OWN_PACKAGES)) {
                    foreignPackages.add(name.substring(0, name.lastIndexOf('/') + 1));
                }
                if (name.endsWith(".jar")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        embedded.put(name.substring(name.lastIndexOf('/') + 1), sha256(in));
                    }
                }
            }
            String whole = sha256(new ByteArrayInputStream(Files.readAllBytes(file)));
            return new AuditedJar(file, whole, symbolicName.split(";", -1)[0].strip(), embedded, foreignPackages);
        }
    }

    /** The artifact's name, when the file is of this project: what stands before the version. */
    String ownArtifact() {
        return symbolicName.substring(OWN_PREFIX.length());
    }

    String fileName() {
        return file.getFileName().toString();
    }

    boolean isBundle() {
        return !symbolicName.isEmpty();
    }

    boolean isOwn() {
        return symbolicName.startsWith(OWN_PREFIX);
    }

    static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(in.readAllBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
