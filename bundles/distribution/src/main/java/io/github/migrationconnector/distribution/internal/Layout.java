package io.github.migrationconnector.distribution.internal;

import io.github.migrationconnector.launcher.internal.BundleSet;
import io.github.migrationconnector.launcher.internal.SetList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the distribution's directory. */
public final class Layout {
    /** Names without versions, so that scripts and the launcher's class path need not know them. */
    private static final Map<String, String> LIB_NAMES = Map.of(
            "launcher", "launcher.jar",
            "org.apache.felix.framework", "felix.jar",
            "command-line", "command-line.jar",
            "console-menu", "console-menu.jar",
            "jline-terminal", "jline-terminal.jar");

    private static final List<String> OWN_LIBS = List.of("launcher.jar", "command-line.jar", "console-menu.jar");

    private static final List<String> SETTING_TYPES = List.of(".cfg", ".properties", ".xml");

    private final Path checkout;
    private final Path jars;
    private final Path output;

    /**
     * @param checkout the repository
     * @param jars what Maven copied: {@code bundles/} and {@code lib/}
     * @param output made anew
     */
    public Layout(Path checkout, Path jars, Path output) {
        this.checkout = checkout;
        this.jars = jars;
        this.output = output;
    }

    public void write(CarriedList list, String version) throws IOException {
        new Leftovers(output).remove();
        List<AuditedJar> audited = new ArrayList<>();
        for (Path jar : files(jars.resolve("bundles"))) {
            audited.add(AuditedJar.of(jar));
        }
        Path bundles = Files.createDirectories(output.resolve("bundles"));
        Audit audit = new Audit(list, audited);
        BundleSet set = audit.set(bundles, version);
        for (AuditedJar jar : audited) {
            copy(jar.file(), bundles.resolve(jar.fileName()));
        }
        Files.writeString(bundles.resolve(SetList.FILE_NAME), SetList.format(set));
        List<String> thirdParties = new ArrayList<>(audit.thirdParties());
        thirdParties.addAll(writeLib(list));
        writeSettings();
        Path launch = Files.createDirectories(output.resolve("bin")).resolve("connector");
        copy(checkout.resolve("bundles/distribution/src/main/bin/connector"), launch);
        Files.setPosixFilePermissions(launch, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(checkout.resolve("LICENSE"), output.resolve("LICENSE"));
        copy(checkout.resolve("NOTICE"), output.resolve("NOTICE"));
        Files.writeString(output.resolve("THIRD-PARTY.txt"), thirdParty(thirdParties));
    }

    /** A line for each file of others. */
    private List<String> writeLib(CarriedList list) throws IOException {
        List<String> lines = new ArrayList<>();
        Path lib = Files.createDirectories(output.resolve("lib"));
        for (Path jar : files(jars.resolve("lib"))) {
            String name = libName(jar.getFileName().toString());
            if (!OWN_LIBS.contains(name)) {
                String licence = list.embeddedLicence(jar.getFileName().toString())
                        .orElseThrow(() -> new IllegalStateException(jar + " is not in bundles.list"));
                lines.add(licence + "  " + AuditedJar.of(jar).sha256() + "  " + jar.getFileName() + " (in lib/)");
            }
            copy(jar, lib.resolve(name));
        }
        return lines;
    }

    private static String libName(String fileName) {
        return LIB_NAMES.entrySet().stream()
                .filter(entry -> fileName.matches(entry.getKey().replace(".", "\\.") + "-\\d.*"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(fileName);
    }

    private void writeSettings() throws IOException {
        Path conf = Files.createDirectories(output.resolve("conf"));
        for (Path setting : files(checkout.resolve("config"))) {
            String name = setting.getFileName().toString();
            if (SETTING_TYPES.stream().anyMatch(name::endsWith)) {
                copy(setting, conf.resolve(name));
            }
        }
        Path monitoring = Files.createDirectories(output.resolve("monitoring"));
        for (Path file : files(checkout.resolve("config").resolve("monitoring"))) {
            copy(file, monitoring.resolve(file.getFileName()));
        }
    }

    private static String thirdParty(List<String> lines) {
        return "Software of others in this distribution: licence (SPDX), SHA-256, file.\n\n" + String.join("\n", lines)
                + "\n";
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
