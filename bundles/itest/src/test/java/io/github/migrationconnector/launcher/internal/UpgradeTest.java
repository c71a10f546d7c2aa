package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.itest.TestRelease;
import io.github.migrationconnector.itest.TrustingHome;
import io.github.migrationconnector.itest.UnwellBundle;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Upgrades of the whole set in one framework: bad bundles are put back alone, and nothing of old ones stays behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpgradeTest {
    private static final String API = "io.github.migrationconnector.api.upgrade";
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final List<String> SWAPPED = List.of(
            "disk-streaming",
            "aws",
            "vsphere",
            "replication",
            "admin-ui",
            "credential-store",
            "registration",
            "networking");
    private static final int ROUNDS = 3;

    /** Netty's GlobalEventExecutor makes one exception for good, whose trace holds whoever used Netty first. */
    private static final int HELD_BY_NETTY = 1;

    private Path home;
    private TestRelease releases;
    private BootedSet booted;
    private LocalApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        TrustingHome trusting = TrustingHome.in(directory, "watchSeconds=1\nsettleSeconds=1\n");
        home = trusting.directory();
        releases = trusting.releases();
        booted = BootedSet.start(home);
        api = new LocalApi(booted.url(), home);
    }

    @AfterAll
    void end() throws Exception {
        booted.close();
        UnwellBundle.endLeaks();
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource({
        "does-not-start, it was not in the mood",
        "unhealthy, the probe of unhealthy fails: it feels sick",
        "throws, deeper than the gate looks",
        "silent, the probe of silent does not answer within 2 s",
        "logs-an-error, an error was logged: .*it stumbled over the doorstep",
        "piles-threads-up, threads pile up",
        "piles-threads-up-at-once, threads pile up",
        "no-resolution, no.such.contract",
    })
    void whatIsBadIsPutBackAlone(String fault, String said) throws Exception {
        String imports = "org.osgi.framework,org.slf4j;version=\"[1.7,3)\","
                + (fault.equals("no-resolution") ? "no.such.contract" : API);
        String before = api.get("upgrades").path("set").asText();
        Set<String> bundles = bundles();
        var record = api.upgrade(releases.withUnwell("0.2." + fault, fault, imports));
        assertThat(record.path("outcome").asText()).isEqualTo("PUT_BACK");
        assertThat(record.path("reason").asText()).containsPattern(said);
        assertThat(api.get("upgrades").path("set").asText()).isEqualTo(before);
        assertThat(bundles()).isEqualTo(bundles);
        assertThat(booted.unsatisfiedComponents()).isEmpty();
    }

    @Test
    @Order(2)
    void nothingOfReplacedBundlesStaysBehind() throws Exception {
        List<WeakReference<ClassLoader>> old = new ArrayList<>();
        Map<String, Long> threads = threads();
        for (int round = 1; round <= ROUNDS; round++) {
            SWAPPED.forEach(name -> old.add(
                    new WeakReference<>(bundle(name).adapt(BundleWiring.class).getClassLoader())));
            var record = api.upgrade(releases.withMarked("0.3." + round, SWAPPED));
            assertThat(record.path("outcome").asText()).as(record.toString()).isEqualTo("GOOD");
        }
        assertThat(old).hasSize(SWAPPED.size() * ROUNDS);
        long end = System.nanoTime() + LIMIT_NANOS;
        while ((alive(old) > HELD_BY_NETTY || !grownSince(threads).isEmpty()) && System.nanoTime() < end) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(alive(old)).as("class loaders of replaced bundles").isLessThanOrEqualTo(HELD_BY_NETTY);
        assertThat(grownSince(threads)).as("one thread more with each round").isEmpty();
    }

    /** Those with a thread more for each round, but for the bounded pools of who stays: of the checks, of both ends of HTTP. */
    private static Set<String> grownSince(Map<String, Long> before) {
        Set<String> grown = new TreeSet<>();
        threads().forEach((name, count) -> {
            if (count - before.getOrDefault(name, 0L) >= ROUNDS && !name.matches("health-look|HttpClient-#.*|qtp#.*")) {
                grown.add(name + " " + count);
            }
        });
        return grown;
    }

    /** What it acts on could be what the new bundle acts on: only another process is free of it. */
    @Test
    @Order(3)
    void aSingleThreadOfAReplacedBundleMakesTheProcessStartAnew() throws Exception {
        var record = api.upgrade(releases.withUnwell("0.4.1", "leaks-one-thread", "org.osgi.framework," + API));
        assertThat(record.path("outcome").asText()).as(record.toString()).isEqualTo("GOOD");
        api.begin(releases.withMarked("0.4.2", List.of()));
        assertThat(booted.framework().stopsWithin(Duration.ofNanos(LIMIT_NANOS)))
                .isTrue();
        assertThat(home.resolve("run/restart")).content().contains("new-process");
        assertThat(home.resolve("sets/trial")).content().contains("set 0.4.2", "previous 0.4.1");
        assertThat(Files.readString(home.resolve("log/upgrade.log")))
                .contains("the thread leaked-alone of the replaced bundle leaks-one-thread still runs");
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

    /** How many there are of each name, whose numbers don't count. */
    private static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .collect(Collectors.groupingBy(
                        thread -> thread.getName().replaceAll("[0-9]+", "#"), TreeMap::new, Collectors.counting()));
    }
}
