package io.github.migrationconnector.adminui.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAudit;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.log.LevelSetting;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.log.LogQuery;
import io.github.migrationconnector.api.log.LogSpace;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadState;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.support.SupportBundles;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsPageTest {
    private static final String HERE = LogsPage.HERE;

    private final Console console = new Console().loggedIn();
    private final Written written = new Written();
    private final Sent uploads = new Sent();
    private final FakeAudit audit = new FakeAudit();
    private final LogsPage page = new LogsPage(console.frame, console.services);

    LogsPageTest() {
        console.services.with(Logs.class, written);
        console.services.with(SupportBundles.class, written);
        console.services.with(LogUploads.class, uploads);
        console.services.with(Audit.class, audit);
    }

    /** One entry with whatever a stranger may call a VM, and levels that are remembered. */
    private static final class Written implements Logs, SupportBundles {
        private final Map<String, LogLevel> chosen = new TreeMap<>();

        @Override
        public List<LogFile> files() {
            return List.of(new LogFile("access.log", LogArea.ACCESS, 9, Instant.EPOCH, true));
        }

        @Override
        public LogSpace space() {
            return new LogSpace(9, 99, 999, false);
        }

        @Override
        public List<LogEntry> find(LogQuery query) {
            LogEntry entry = new LogEntry(
                    0,
                    Instant.EPOCH,
                    LogLevel.WARN,
                    LogArea.ACCESS,
                    "a.B",
                    "t",
                    "<script>${app.root}",
                    new LogEntry.Work("sms-run-1", "", ""),
                    "at a.B");
            return Stream.of(entry).filter(query::finds).toList();
        }

        @Override
        public long latest() {
            return 41;
        }

        @Override
        public List<LogEntry> after(long number, Duration wait) {
            return List.of();
        }

        @Override
        public List<LevelSetting> levels() {
            return Stream.of(LogArea.values())
                    .map(area -> new LevelSetting(area.word(), LogLevel.INFO, false))
                    .toList();
        }

        @Override
        public void setLevel(String name, LogLevel level) {
            if (name.startsWith("com.")) {
                throw Problem.fatal("LOG_LEVEL_REFUSED", "it writes requests", "Set INFO.")
                        .asException();
            }
            chosen.put(name, level);
        }

        @Override
        public void resetLevel(String name) {
            chosen.remove(name);
        }

        @Override
        public void write(boolean hideNames, OutputStream target) throws IOException {
            target.write(("hidden=" + hideNames).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public String fileName() {
            return "connector-support-1.zip";
        }
    }

    /** Remembers what was chosen, and sends nothing. */
    private static final class Sent implements LogUploads {
        private UploadSettings settings = new UploadSettings(
                UploadKind.DIRECTORY,
                "/srv/<b>logs",
                new UploadSettings.S3Place("", false, 90),
                new UploadSettings.SftpPlace("", 22, "", "", ""),
                Duration.ofHours(1),
                false);
        private final Map<String, String> secrets = new TreeMap<>();
        private boolean automatic;
        private int begun;

        @Override
        public UploadState state() {
            return new UploadState(
                    automatic,
                    settings,
                    secrets.keySet(),
                    new UploadState.Progress(true, 1, 2048, 3, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH),
                    new UploadState.Trouble("SFTP_X", "It <b>broke.", "Mend it.", Instant.EPOCH));
        }

        @Override
        public UploadState set(UploadChange change) {
            automatic = change.automatic();
            settings = change.settings();
            change.secrets().forEach((name, secret) -> secrets.put(name, secret.reveal(text -> text)));
            secrets.values().removeIf(String::isEmpty);
            return state();
        }

        @Override
        public UploadState uploadNow() {
            begun++;
            return state();
        }

        @Override
        public String test() {
            throw Problem.fatal("SFTP_HOST_KEY", "another key", "look").asException();
        }
    }

    private FakeExchange chosen(String target, String... more) throws IOException, ServletException {
        List<String> fields = new ArrayList<>(List.of(
                "action",
                "upload",
                "target",
                target,
                "directory",
                "/srv/logs",
                "bucket",
                "",
                "keepDays",
                "90",
                "host",
                "logs.example",
                "port",
                "22",
                "user",
                "olga",
                "folder",
                "",
                "fingerprint",
                "",
                "every",
                "60"));
        fields.addAll(List.of(more));
        return post(fields.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsHowTheUploadGoes(String language) throws IOException, ServletException {
        console.language = language;
        String body = console.get(page, HERE).body();
        assertThat(body)
                .contains("upload-title", "/srv/&lt;b&gt;logs", "It &lt;b&gt;broke.", "Mend it.", "SFTP_X", "1 · 2")
                .doesNotContain("/srv/<b>", "{{", "style=\"");
        console.services.without(LogUploads.class);
        assertThat(console.get(page, HERE).body()).contains("bundle-title").doesNotContain("upload-title");
    }

    @Test
    void choosesWhereLogsGo() throws IOException, ServletException {
        assertThat(chosen("SFTP", "automatic", "yes", "password", "planted one").responseHeaders)
                .containsEntry("Location", HERE + "?done=upload");
        assertThat(uploads.automatic).isTrue();
        assertThat(uploads.settings.kind()).isEqualTo(UploadKind.SFTP);
        assertThat(uploads.settings.sftp().host()).isEqualTo("logs.example");
        assertThat(uploads.secrets).containsEntry("password", "planted one");
        assertThat(console.get(page, HERE).body())
                .contains("<code>password</code>")
                .doesNotContain("planted one");
        // what is left empty stays
        chosen("SFTP");
        assertThat(uploads.automatic).isFalse();
        assertThat(uploads.secrets).hasSize(1);
        chosen("SFTP", "forget", "yes");
        assertThat(uploads.secrets).isEmpty();
        for (String[] wrong : new String[][] {{"every", "4"}, {"port", "x"}, {"keepDays", "0"}, {"bucket", "A B"}}) {
            assertThat(chosen("S3", wrong).status).as(wrong[0]).isEqualTo(409);
        }
        assertThat(uploads.settings.kind()).isEqualTo(UploadKind.SFTP);
    }

    @Test
    void beginsAnUploadAndTellsWhyTheTargetDoesNotTake() throws IOException, ServletException {
        assertThat(post("action", "upload-now").responseHeaders).containsEntry("Location", HERE + "?done=upload-now");
        assertThat(uploads.begun).isEqualTo(1);
        assertThat(post("action", "upload-test").body()).contains("SFTP_HOST_KEY");
        console.access.role = Role.OPERATOR;
        assertThat(chosen("NONE").status).isEqualTo(403);
        assertThat(console.get(page, HERE).body()).contains("upload-title").doesNotContain("upload-every");
    }

    private FakeExchange post(String... fields) throws IOException, ServletException {
        return console.post(page, HERE, fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsWhatIsWrittenAsTextAlone(String language) throws IOException, ServletException {
        console.language = language;
        assertThat(console.get(page, HERE).body())
                .contains("&lt;script&gt;${app.root}", "connector-runs/sms-run-1", "data-after=\"41\"", "at a.B")
                .doesNotContain("<script>$", "{{", "style=\"");
    }

    @Test
    void findsWhatIsAskedFor() throws IOException, ServletException {
        assertThat(console.get(page, HERE + "?area=access&level=WARN&text=APP&id=sms-run-1")
                        .body())
                .contains("sms-run-1</a>");
        for (String query : List.of("?area=upgrade", "?level=ERROR", "?text=nothing", "?id=other")) {
            assertThat(console.get(page, HERE + query).body()).doesNotContain("sms-run-1</a>");
        }
        // what can't be read is left out
        assertThat(console.get(page, HERE + "?area=kitchen&level=LOUD&before=never")
                        .body())
                .contains("sms-run-1</a>");
    }

    @Test
    void setsALevelAndSaysWhyItDoesNot() throws IOException, ServletException {
        assertThat(post("action", "level", "name", "access", "to", "DEBUG").responseHeaders)
                .containsEntry("Location", HERE + "?done=level");
        assertThat(written.chosen).containsEntry("access", LogLevel.DEBUG);
        assertThat(post("action", "level", "name", "access", "to", "").status).isEqualTo(303);
        assertThat(written.chosen).isEmpty();
        assertThat(post("action", "level", "name", "com.vmware", "to", "TRACE").body())
                .contains("it writes requests");
    }

    @Test
    void givesASupportBundleToAdministrators() throws IOException, ServletException {
        FakeExchange file = console.get(page, HERE + "?bundle=yes&hidden=yes");
        assertThat(file.body()).isEqualTo("hidden=true");
        assertThat(file.responseHeaders)
                .containsEntry("Content-Disposition", "attachment; filename=\"connector-support-1.zip\"");
        console.access.role = Role.OPERATOR;
        assertThat(console.get(page, HERE + "?bundle=yes").status).isEqualTo(403);
        assertThat(post("action", "level", "name", "access", "to", "DEBUG").status)
                .isEqualTo(403);
        assertThat(console.get(page, HERE).body()).contains("sms-run-1</a>").doesNotContain("bundle-title");
        console.access.role = Role.VIEWER;
        assertThat(console.get(page, HERE).status).isEqualTo(403);
    }
}
