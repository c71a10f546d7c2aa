package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.itest.TestRelease;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Upgrades of the whole set in one framework: bad bundles are put back alone, and nothing of old ones stays behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpgradeTest {
    private static final String API = "io.github.migrationconnector.api.upgrade";
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final List<String> SWAPPED =
            List.of("disk-streaming", "aws", "vsphere", "credential-store", "disk-files");
    private static final int ROUNDS = 4;

    /** Netty's GlobalEventExecutor makes one exception for good, whose trace holds whoever used Netty first. */
    private static final int HELD_BY_NETTY = 1;

    private Path home;
    private TestRelease releases;
    private BootedSet booted;
    private LocalApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        home = directory.resolve("home");
        Files.createDirectories(home.resolve("conf"));
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                home.resolve("conf"), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve("conf/connector.upgrade.cfg"), "watchSeconds=1\nsettleSeconds=1\n");
        Path made = Files.createDirectory(directory.resolve("made"));
        releases = new TestRelease(made);
        releases.withMarked("0.1.1", List.of());
        Files.copy(releases.root(), home.resolve("conf/upgrade-root.json"), StandardCopyOption.COPY_ATTRIBUTES);
        booted = BootedSet.start(home);
        api = new LocalApi(booted.url(), home);
    }

    @AfterAll
    void end() throws Exception {
        booted.close();
    }

    @ParameterizedTest
    @CsvSource({
        "does-not-start, it was not in the mood",
        "unhealthy, the probe of unhealthy fails: java.lang.IllegalStateException: it feels sick",
        "throws, deeper than the gate looks",
        "silent, the probe of silent does not answer within 2 s",
        "leaks-threads, threads pile up",
        "no-resolution, no.such.contract",
    })
    void whatIsBadIsPutBackAlone(String fault, String said) throws Exception {
        String imports = "org.osgi.framework," + (fault.equals("no-resolution") ? "no.such.contract" : API);
        String before = api.get("upgrades").path("set").asText();
        Set<String> bundles = bundles();
        var record = api.upgrade(releases.withUnwell("0.2." + fault, fault, imports));
        assertThat(record.path("outcome").asText()).isEqualTo("PUT_BACK");
        assertThat(record.path("reason").asText()).contains(said);
        assertThat(api.get("upgrades").path("set").asText()).isEqualTo(before);
        assertThat(bundles()).isEqualTo(bundles);
        assertThat(booted.unsatisfiedComponents()).isEmpty();
    }

    @Test
    void nothingOfTwentyReplacedBundlesStaysBehind() throws Exception {
        List<WeakReference<ClassLoader>> old = new ArrayList<>();
        Set<String> threads = threads();
        for (int round = 1; round <= ROUNDS; round++) {
            SWAPPED.forEach(name -> old.add(
                    new WeakReference<>(bundle(name).adapt(BundleWiring.class).getClassLoader())));
            var record = api.upgrade(releases.withMarked("0.3." + round, SWAPPED));
            assertThat(record.path("outcome").asText()).as(record.toString()).isEqualTo("GOOD");
        }
        assertThat(old).hasSize(SWAPPED.size() * ROUNDS);
        long end = System.nanoTime() + LIMIT_NANOS;
        while (alive(old) > HELD_BY_NETTY && System.nanoTime() < end) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(alive(old)).as("class loaders of replaced bundles").isLessThanOrEqualTo(HELD_BY_NETTY);
        Set<String> left = threads();
        left.removeAll(threads);
        left.removeIf(name -> name.matches("leaked-.*|HttpClient-.*|qtp.*|Keep-Alive.*|upgrade.*"));
        assertThat(left).isEmpty();
    }

    private static long alive(List<WeakReference<ClassLoader>> references) {
        return references.stream().filter(reference -> reference.get() != null).count();
    }

    private Bundle bundle(String name) {
        return Arrays.stream(booted.context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().endsWith("." + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + name));
    }

    private Set<String> bundles() {
        return Arrays.stream(booted.context().getBundles())
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getState())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
