package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.itest.TrustingHome;
import io.github.migrationconnector.itest.UnwellBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread of a bundle that was replaced, or was put back: it acts beside the one that runs then, so the process is new. */
final class LeftThreadTest {
    private static final String IMPORTS = "org.osgi.framework,io.github.migrationconnector.api.upgrade";

    @AfterEach
    void endLeaks() throws InterruptedException {
        UnwellBundle.endLeaks();
    }

    @Test
    void makesTheProcessStartAnewWithTheSetThatWasPutBack(@TempDir Path directory) throws Exception {
        TrustingHome trusting = TrustingHome.in(directory, "watchSeconds=1\nsettleSeconds=1\n");
        Path home = trusting.directory();
        BootedSet booted = BootedSet.start(home);
        try {
            LocalApi api = new LocalApi(booted.url(), home);
            var good = api.upgrade(trusting.releases().withUnwell("0.2.1", "leaks-one-thread", IMPORTS));
            assertThat(good.path("outcome").asText()).as(good.toString()).isEqualTo("GOOD");
            api.begin(trusting.releases().withUnwell("0.2.2", "unhealthy", IMPORTS));
            assertThat(booted.framework().stopsWithin(Duration.ofMinutes(1))).isTrue();
            assertThat(home.resolve("run/restart")).content().contains("new-process");
            assertThat(home.resolve("sets/current")).content().contains("0.2.1");
            assertThat(Files.readString(home.resolve("upgrades/history.json"))).contains("PUT_BACK", "it feels sick");
        } finally {
            booted.close();
        }
    }

    @Test
    void ofTheBadBundleItselfMakesTheProcessStartAnewToo(@TempDir Path directory) throws Exception {
        TrustingHome trusting = TrustingHome.in(directory, "watchSeconds=1\nsettleSeconds=1\n");
        Path home = trusting.directory();
        BootedSet booted = BootedSet.start(home);
        try {
            LocalApi api = new LocalApi(booted.url(), home);
            api.begin(trusting.releases().withUnwell("0.2.1", "unhealthy-and-leaking", IMPORTS));
            assertThat(booted.framework().stopsWithin(Duration.ofMinutes(1))).isTrue();
            assertThat(home.resolve("run/restart")).content().contains("new-process");
            // the set that came with the distribution
            assertThat(home.resolve("sets/current")).doesNotExist();
            assertThat(Files.readString(home.resolve("upgrades/history.json"))).contains("PUT_BACK", "it leaks");
            assertThat(Files.readString(home.resolve("log/upgrade.log")))
                    .contains("the thread leaked-alone of the replaced bundle unhealthy-and-leaking still runs");
        } finally {
            booted.close();
        }
    }
}
