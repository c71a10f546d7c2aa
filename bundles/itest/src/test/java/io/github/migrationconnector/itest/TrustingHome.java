package io.github.migrationconnector.itest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A home that was never started and trusts a publisher.
 *
 * @param directory the home
 * @param releases by that publisher
 */
public record TrustingHome(Path directory, TestRelease releases) {
    /**
     * Makes both in an empty directory.
     *
     * @param settings of upgrades, as they stand in their file
     */
    public static TrustingHome in(Path directory, String settings) throws Exception {
        Path home = directory.resolve("home");
        Path conf = Files.createDirectories(home.resolve("conf"));
        for (Path own : List.of(home, conf)) {
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
        }
        Files.writeString(conf.resolve("connector.upgrade.cfg"), settings);
        TestRelease releases = new TestRelease(Files.createDirectory(directory.resolve("made")));
        releases.withMarked("0.1.1", List.of());
        Files.copy(releases.root(), conf.resolve("upgrade-root.json"), StandardCopyOption.COPY_ATTRIBUTES);
        return new TrustingHome(home, releases);
    }
}
