package io.github.migrationconnector.logupload.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels and the live log, over the settings that are shipped. */
final class BackendTest {
    private static final String OURS = "io.github.migrationconnector.";

    @TempDir
    private Path directory;

    private final LoggerContext logback = new LoggerContext();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();
    private Backend backend;

    @BeforeEach
    void configure() throws Exception {
        logback.setMDCAdapter(diagnostics);
        logback.putProperty("connector.log.directory", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logback);
        configurator.doConfigure(Path.of("../../config/logback.xml").toFile());
        backend = new Backend(logback);
    }

    @AfterEach
    void stop() {
        logback.stop();
    }

    private boolean debugs(String logger) {
        return logback.getLogger(logger).isDebugEnabled();
    }

    @Test
    void aLevelIsOfItsAreaAlone() {
        backend.apply(Map.of("replication", LogLevel.DEBUG));
        assertThat(debugs(OURS + "replication.internal.X")).isTrue();
        assertThat(debugs(OURS + "vsphere.internal.X")).isTrue();
        assertThat(debugs(OURS + "access.internal.X")).isFalse();
        assertThat(debugs(OURS + "httpapi.internal.X")).isFalse();
        assertThat(debugs("org.eclipse.jetty.X")).isFalse();
        assertThat(backend.level(LogArea.REPLICATION)).isEqualTo(LogLevel.DEBUG);
        assertThat(backend.level(LogArea.ACCESS)).isEqualTo(LogLevel.INFO);
    }

    @Test
    void theRestIsAnAreaOfItsOwn() {
        backend.apply(Map.of("connector", LogLevel.DEBUG));
        assertThat(debugs(OURS + "httpapi.internal.X")).isTrue();
        assertThat(debugs(OURS + "replication.internal.X")).isFalse();
        assertThat(debugs("org.apache.felix.scr")).isFalse();
    }

    @Test
    void whatIsNotChosenAnyMoreIsAsItWasShipped() {
        backend.apply(Map.of("access", LogLevel.TRACE, "a.b", LogLevel.ERROR));
        backend.apply(Map.of());
        assertThat(debugs(OURS + "access.internal.X")).isFalse();
        assertThat(logback.getLogger("a.b").isInfoEnabled()).isTrue();
        backend.apply(Map.of("access", LogLevel.ERROR));
        backend.close();
        assertThat(logback.getLogger(OURS + "access").isInfoEnabled()).isTrue();
        assertThat(logback.getLogger(OURS + "access").getLevel()).isNull();
        assertThat(logback.getLogger("org.eclipse.jetty").getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void whatIsLoggedIsFollowedRedactedAndOnce() throws InterruptedException {
        LiveLog live = new LiveLog(100);
        backend.listen(live);
        diagnostics.put("run", "sms-run-1");
        logback.getLogger(OURS + "replication.X")
                .warn("password={}", "S3CRETmark", new IllegalStateException("token=S3CRETmark"));
        diagnostics.clear();
        logback.getLogger("somebody.Else").info("hello");
        assertThat(live.after(100, Duration.ZERO)).hasSize(2);
        LogEntry first = live.after(100, Duration.ZERO).get(0);
        assertThat(first.area()).isEqualTo(LogArea.REPLICATION);
        assertThat(first.work().run()).isEqualTo("sms-run-1");
        assertThat(first.toString()).doesNotContain("S3CRETmark");
        assertThat(live.after(101, Duration.ZERO)).extracting(LogEntry::message).containsExactly("hello");
        backend.close();
        logback.getLogger("somebody.Else").info("unheard");
        assertThat(live.latest()).isEqualTo(102);
    }

    @Test
    void manyMayChooseAtOnce() throws Exception {
        ExecutorService choosers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> choosing = Collections.nCopies(4, () -> {
                for (int i = 0; i < 500; i++) {
                    backend.apply(Map.of("access", LogLevel.TRACE, "a.b" + i % 7, LogLevel.ERROR));
                }
                return null;
            });
            for (Future<Void> chosen : choosers.invokeAll(choosing)) {
                assertThat(chosen.get()).isNull();
            }
        } finally {
            choosers.shutdownNow();
        }
        backend.close();
        assertThat(logback.getLogger(OURS + "access").getLevel()).isNull();
        assertThat(logback.getLogger("a.b0").getLevel()).isNull();
    }

    @Test
    void levelsAsTextsAndWhatIsRefused() {
        assertThat(LevelWords.read("replication=DEBUG, io.netty=TRACE, x, =, access = WARN ,b=LOUD"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("replication", LogLevel.DEBUG, "access", LogLevel.WARN));
        assertThat(LevelWords.read(LevelWords.write(Map.of("a.B", LogLevel.INFO))))
                .isEqualTo(Map.of("a.B", LogLevel.INFO));
        for (String name : new String[] {"com.vmware.vim25", "software.amazon.awssdk.request", "no name"}) {
            assertThatThrownBy(() -> LevelWords.require(name, LogLevel.TRACE))
                    .hasMessageContaining("LOG_LEVEL_REFUSED");
        }
        LevelWords.require("com.vmware", LogLevel.INFO);
    }
}
