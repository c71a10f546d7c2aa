package io.github.migrationconnector.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One module of the product, as compiled.
 *
 * @param name its directory below {@code bundles/}
 * @param classes its compiled classes' directory
 */
record Module(String name, Path classes) {
    /** The package that all of ours begins with. */
    static final String ROOT = "io.github.migrationconnector";

    /** Part of the build or of the tests, not of what is shipped. */
    private static final Set<String> NOT_SHIPPED = Set.of("architecture", "distribution", "itest", "lab-client");

    private static final Path BUNDLES = Path.of("..").toAbsolutePath().normalize();

    /** A name at the beginning or behind a comma, outside the quotes of directives. */
    private static final Pattern EXPORT = Pattern.compile("(?:^|,)([a-z][A-Za-z0-9_.]*)(?=[;,]|$)");

    /** Every module that has sources. Fails when one of them was not compiled. */
    static List<Module> all() {
        try (Stream<Path> directories = Files.list(BUNDLES)) {
            List<Module> modules = directories
                    .filter(directory -> Files.isDirectory(directory.resolve("src/main/java")))
                    .filter(directory ->
                            !NOT_SHIPPED.contains(directory.getFileName().toString()))
                    .map(directory ->
                            new Module(directory.getFileName().toString(), directory.resolve("target/classes")))
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
            for (Module module : modules) {
                if (!Files.isDirectory(module.classes())) {
                    throw new IllegalStateException(
                            module.name() + " was not compiled before this: run Maven for the whole repository");
                }
            }
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes of all modules, without libraries that are unpacked into some. */
    static JavaClasses allClasses() {
        return new ClassFileImporter()
                .withImportOption(location -> location.contains(ROOT.replace('.', '/')))
                .importPaths(all().stream().map(Module::classes).toList());
    }

    /** The packages that the bundle exports; empty for a jar that is no bundle. */
    Set<String> exports() {
        Path manifest = classes.resolve("META-INF/MANIFEST.MF");
        if (Files.notExists(manifest)) {
            return Set.of();
        }
        try (InputStream in = Files.newInputStream(manifest)) {
            String header = new Manifest(in).getMainAttributes().getValue("Export-Package");
            return header == null ? Set.of() : exportsOf(header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The package names in an Export-Package header (OSGi Core 8, 3.6.5). */
    static Set<String> exportsOf(String header) {
        Matcher matcher = EXPORT.matcher(header.replaceAll("\"[^\"]*\"", "").replaceAll("\\s", ""));
        Set<String> names = new TreeSet<>();
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** The packages of ours that have classes here. */
    Set<String> packages() {
        try (Stream<Path> files = Files.walk(classes.resolve(ROOT.replace('.', '/')))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
