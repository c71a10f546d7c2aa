package io.github.migrationconnector.applianceova.internal.bill;

import io.github.migrationconnector.applianceova.internal.Digests;
import io.github.migrationconnector.applianceova.internal.OvaFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a built distribution carries: each jar, and what THIRD-PARTY.txt says lies within one. */
final class DistributionJars {
    private static final String OWN_LICENCE = "Apache-2.0";
    private static final Pattern LINE = Pattern.compile("(\\S+)  (\\S{64})  (\\S+)(?: \\(.*\\))?");
    private static final Pattern VERSIONED = Pattern.compile("(.+?)-(\\d.*?)(?:\\.jar)?");
    private static final Pattern MAVEN = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

    private final Path distribution;
    private final String version;

    DistributionJars(Path distribution, String version) {
        this.distribution = distribution;
        this.version = version;
    }

    List<Component> read() throws IOException {
        Map<String, String> licences = new HashMap<>();
        List<Component> components = new ArrayList<>();
        for (String line : Files.readAllLines(distribution.resolve("THIRD-PARTY.txt"), StandardCharsets.UTF_8)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            licences.put(matcher.group(3), matcher.group(1));
            if (line.endsWith(")")) {
                components.add(within(matcher));
            }
        }
        if (licences.isEmpty()) {
            throw new OvaFailure(
                    distribution + " has no THIRD-PARTY.txt that names anything", "name a built distribution");
        }
        for (String directory : List.of("bundles", "lib")) {
            try (Stream<Path> files = Files.list(distribution.resolve(directory))) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    components.add(
                            jar(jar, licences.getOrDefault(jar.getFileName().toString(), OWN_LICENCE)));
                }
            }
        }
        return components;
    }

    /** One that lies packed or unpacked in a bundle; unpacked it has no digest of its own. */
    private Component within(Matcher line) {
        Matcher name = VERSIONED.matcher(line.group(3));
        boolean versioned = name.matches();
        String artifact = versioned ? name.group(1) : line.group(3);
        String release = versioned ? name.group(2) : version;
        Optional<String> sha256 = Optional.of(line.group(2)).filter(digest -> !digest.startsWith("-"));
        return new Component("library", artifact, release, spdx(line.group(1)), url("", artifact, release), sha256);
    }

    private Component jar(Path file, String licence) throws IOException {
        Matcher name = VERSIONED.matcher(file.getFileName().toString());
        String artifact =
                name.matches() ? name.group(1) : file.getFileName().toString().replace(".jar", "");
        String release = name.matches() ? name.group(2) : version;
        String group = "";
        try (JarFile jar = new JarFile(file.toFile())) {
            List<JarEntry> coordinates = jar.stream()
                    .filter(entry -> MAVEN.matcher(entry.getName()).matches())
                    .toList();
            // more than one: others are shaded in, and none of them says which is the jar's own
            if (coordinates.size() == 1) {
                Properties properties = new Properties();
                try (InputStream in = jar.getInputStream(coordinates.get(0))) {
                    properties.load(in);
                }
                group = properties.getProperty("groupId", "");
                artifact = properties.getProperty("artifactId", artifact);
                release = properties.getProperty("version", release);
            }
        }
        Optional<String> sha256 = Optional.of(Digests.of(file));
        return new Component("library", artifact, release, spdx(licence), url(group, artifact, release), sha256);
    }

    private static Component.Licence spdx(String expression) {
        return new Component.Licence(expression, true);
    }

    private static String url(String group, String artifact, String release) {
        String name = SystemPackages.encoded(artifact) + "@" + SystemPackages.encoded(release);
        return group.isEmpty() ? "pkg:generic/" + name : "pkg:maven/" + SystemPackages.encoded(group) + "/" + name;
    }
}
