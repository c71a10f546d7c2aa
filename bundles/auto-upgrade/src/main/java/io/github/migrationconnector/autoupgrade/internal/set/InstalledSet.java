package io.github.migrationconnector.autoupgrade.internal.set;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * A bundle set on disk.
 *
 * @param directory where its files are
 * @param list what it consists of
 */
public record InstalledSet(Path directory, SetList list) {
    static InstalledSet at(Path directory) {
        Path file = directory.resolve(SetList.FILE_NAME);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SetList.MOST_BYTES + 1);
            if (bytes.length > SetList.MOST_BYTES) {
                throw Refusals.tooLong(file.toString(), SetList.MOST_BYTES);
            }
            return new InstalledSet(directory, SetList.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The set's name. */
    public String version() {
        return list.version();
    }

    /** The symbolic names of those that are replaced with a restart. */
    public Set<String> platformBundles() {
        return bundles().values().stream()
                .filter(bundle -> bundle.entry().platform())
                .map(SetBundle::name)
                .collect(Collectors.toSet());
    }

    /** The digest of a bundle's file; empty when it has no such bundle. */
    public String digestOf(String name) {
        return Optional.ofNullable(bundles().get(name))
                .map(bundle -> bundle.entry().sha256())
                .orElse("");
    }

    /** Its bundles by symbolic name. */
    Map<String, SetBundle> bundles() {
        Map<String, SetBundle> found = new LinkedHashMap<>();
        for (SetEntry entry : list.entries()) {
            SetBundle bundle = bundle(entry);
            if (found.put(bundle.name(), bundle) != null) {
                throw Refusals.set("the bundle " + bundle.name() + " is in it twice");
            }
        }
        return found;
    }

    private SetBundle bundle(SetEntry entry) {
        Path file = directory.resolve(entry.file());
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = headers.getValue("Bundle-SymbolicName");
            if (name == null) {
                throw Refusals.set(entry.file() + " is no bundle");
            }
            String version = headers.getValue("Bundle-Version");
            return new SetBundle(name.split(";", 2)[0].strip(), version == null ? "0" : version.strip(), entry, file);
        } catch (IOException | SecurityException e) {
            throw Refusals.set(entry.file() + " can't be read: " + e.getMessage());
        }
    }
}
