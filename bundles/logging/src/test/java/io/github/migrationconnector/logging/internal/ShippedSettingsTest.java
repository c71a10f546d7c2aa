package io.github.migrationconnector.logging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** What config/logback.xml makes of what is logged. */
final class ShippedSettingsTest {
    private static final String OURS = "io.github.migrationconnector.";
    private final LoggerContext logback = new LoggerContext();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

    @TempDir
    private Path directory;

    @BeforeEach
    void configure() throws Exception {
        logback.setMDCAdapter(diagnostics);
        logback.putProperty("connector.log.directory", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logback);
        configurator.doConfigure(Path.of("../../config/logback.xml").toFile());
    }

    @AfterEach
    void stop() {
        logback.stop();
    }

    private List<JsonNode> lines(String area) throws Exception {
        try (Stream<String> lines = Files.lines(directory.resolve(area + ".log"))) {
            ObjectMapper mapper = new ObjectMapper();
            return lines.map(line -> {
                        try {
                            return mapper.readTree(line);
                        } catch (java.io.IOException e) {
                            throw new AssertionError("no JSON: " + line, e);
                        }
                    })
                    .toList();
        }
    }

    /** A warning of logback about its own settings prints all that it did at each start. */
    @Test
    void isUnderstoodToTheLastWord() {
        assertThat(logback.getStatusManager().getCopyOfStatusList())
                .isNotEmpty()
                .allMatch(status -> status.getEffectiveLevel() < Status.WARN);
    }

    /** Within a second or two of it, not of a minute: a log at TRACE grows by hundreds of megabytes in one. */
    @Test
    void aLogIsPackedSoonAfterItHasItsSize() throws Exception {
        Logger log = logback.getLogger(OURS + "replication.X");
        String much = "x".repeat(10_000);
        long written = 0;
        while (packed().isEmpty() && written < 60_000_000) {
            for (int i = 0; i < 100; i++) {
                log.info("{} {}", i, much);
            }
            written += 1_000_000;
            Thread.sleep(100);
        }
        assertThat(packed())
                .hasSize(1)
                .first()
                .asString()
                .matches(".*/replication\\.\\d{4}-\\d\\d-\\d\\d\\.0\\.log\\.gz");
        assertThat(Files.size(directory.resolve("replication.log"))).isLessThan(30_000_000);
    }

    private List<Path> packed() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".gz")).toList();
        }
    }

    /** A file for loggers that nobody has is left over from a bundle that is gone. */
    @Test
    void namesBundlesThatThereAre() throws Exception {
        Set<String> named = new TreeSet<>();
        Matcher loggers = Pattern.compile("<logger name=\"io\\.github\\.migrationconnector\\.(\\w+)\"")
                .matcher(Files.readString(Path.of("../../config/logback.xml")));
        while (loggers.find()) {
            named.add(loggers.group(1));
        }
        Set<String> bundles = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(".."), Files::isDirectory)) {
            found.forEach(bundle -> bundles.add(bundle.getFileName().toString().replace("-", "")));
        }
        assertThat(named).isNotEmpty().isSubsetOf(bundles);
    }

    @ParameterizedTest
    @CsvSource({
        "replication, replication.internal.supervisor.RunWorker",
        "replication, diskstreaming.internal.TransferRun",
        "replication, vsphere.internal.session.VcenterSession",
        "replication, aws.internal.ebs.EbsSnapshots",
        "set-up, registration.internal.SetupRegistration",
        "set-up, networking.internal.HelpedNetworking",
        "upgrade, autoupgrade.internal.UpgradeService",
        "access, access.internal.LocalAccess",
        "access, credentialstore.internal.Vault",
        "connector, httpapi.internal.http.ApiServlet",
        "connector, adminui.internal.frame.Frame"
    })
    void eachAreaHasItsFile(String area, String logger) throws Exception {
        logback.getLogger(OURS + logger).info("hello");
        for (String each : List.of("connector", "set-up", "replication", "upgrade", "access")) {
            assertThat(lines(each)).as(each).hasSize(each.equals(area) ? 1 : 0);
        }
        assertThat(lines(area).get(0).path("message").asText()).isEqualTo("hello");
        assertThat(lines(area).get(0).path("logger").asText()).isEqualTo(OURS + logger);
    }

    @Test
    void aLineNamesRunJobAndVmAndIsOneLineWhateverIsLogged() throws Exception {
        diagnostics.put("run", "sms-run-1");
        diagnostics.put("job", "sms-job-2");
        diagnostics.put("vm", "vm-3");
        Logger log = logback.getLogger(OURS + "replication.X");
        log.warn("a \"b\"\r\n{} \u0007 \ud800 Grüße", "\\c", new IllegalStateException("why\nnot"));
        diagnostics.clear();
        log.info("without");
        List<JsonNode> lines = lines("replication");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("run").asText()).isEqualTo("sms-run-1");
        assertThat(lines.get(0).path("job").asText()).isEqualTo("sms-job-2");
        assertThat(lines.get(0).path("vm").asText()).isEqualTo("vm-3");
        assertThat(lines.get(0).path("message").asText()).isEqualTo("a \"b\"\r\n\\c \u0007 \ud800 Grüße");
        assertThat(lines.get(0).path("error").asText()).startsWith("java.lang.IllegalStateException: why\nnot");
        assertThat(lines.get(1).has("run")).isFalse();
    }

    @Test
    void secretsAreInNoFieldOfALine() throws Exception {
        diagnostics.put("vm", "token=S3CRETmark");
        Logger log = logback.getLogger(OURS + "access.X");
        log.error(
                "password={} and {}",
                "S3CRETmark",
                "Authorization: Bearer S3CRETmark",
                new IllegalStateException(
                        "secret=S3CRETmark", new IllegalArgumentException("https://a:S3CRETmark@host/")));
        diagnostics.clear();
        assertThat(Files.readString(directory.resolve("access.log")))
                .doesNotContain("S3CRETmark")
                .contains("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"com.vmware.vim25.ws.SoapClient", "software.amazon.awssdk.request", "io.netty.handler.logging"})
    void noLevelLetsALibraryWriteRequestsDown(String name) throws Exception {
        ch.qos.logback.classic.Logger log = logback.getLogger(name);
        log.setLevel(Level.TRACE);
        log.trace("<password>");
        log.debug("<password>");
        assertThat(lines("connector")).isEmpty();
        assertThat(log.isTraceEnabled()).isFalse();
        log.warn("trouble");
        assertThat(lines("connector")).hasSize(1);
    }

    @Test
    void whatIsTooLongIsCut() throws Exception {
        logback.getLogger("x").info("y".repeat(1 << 20));
        assertThat(lines("connector").get(0).path("message").asText().length()).isBetween(1000, 20_000);
    }
}
