package io.github.migrationconnector.adminui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAudit;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditPageTest {
    private static final String HERE = "/system/console/connector-audit";
    private static final Pattern OLDER = Pattern.compile("href=\"([^\"]*before=[0-9]+)\"");

    private final Console console = new Console().loggedIn();
    private final FakeAudit audit = new FakeAudit();
    private final AuditPage page = new AuditPage(console.frame, console.services);

    AuditPageTest() {
        console.services.with(Audit.class, audit);
    }

    @Test
    void showsAPageOfTheNewestAndLeadsToTheOlder() throws IOException, ServletException {
        for (int number = 1; number <= 120; number++) {
            record("user-" + number, AuditEvent.Result.DONE);
        }
        assertThat(rows("?")).isEqualTo(50);
        String body = get("?").body();
        assertThat(body).contains("user-120<", "user-71<").doesNotContain("user-70<");
        String second = older(body);
        assertThat(second).contains("user-70<", "user-21<").doesNotContain("user-71<", "user-20<");
        assertThat(older(second)).contains("user-20<", "user-1<").doesNotContain(">Older<");
    }

    @Test
    void filtersByTextResultAndDay() throws IOException, ServletException {
        record("ann", AuditEvent.Result.DONE);
        record("bob", AuditEvent.Result.REFUSED);
        assertThat(rows("?text=ANN")).isEqualTo(1);
        assertThat(rows("?text=session.log")).isEqualTo(2);
        assertThat(rows("?result=REFUSED")).isEqualTo(1);
        assertThat(rows("?since=2026-03-01&until=2026-03-01")).isEqualTo(2);
        assertThat(rows("?since=2026-03-02")).isEqualTo(0);
        assertThat(rows("?until=2026-02-28")).isEqualTo(0);
        assertThat(rows("?until=2026-02-31")).isEqualTo(2);
        assertThat(rows("?result=NONE&since=x&before=-1")).isEqualTo(2);
    }

    @Test
    void findsWhatIsFarBelow() throws IOException, ServletException {
        record("needle", AuditEvent.Result.DONE);
        for (int number = 0; number < 20_500; number++) {
            record("hay", AuditEvent.Result.DONE);
        }
        String body = get("?text=needle").body();
        assertThat(body).contains("before=").doesNotContain("needle</td>");
        assertThat(older(body)).contains("needle</td>");
    }

    @Test
    void exportsAllThatIsFilteredAndNoFormula() throws IOException, ServletException {
        record("=cmd|' /C calc'!A0", AuditEvent.Result.REFUSED);
        record("say \"hi\"", AuditEvent.Result.DONE);
        FakeExchange file = get("?export=csv");
        assertThat(file.responseHeaders)
                .containsEntry("Content-Type", "text/csv;charset=utf-8")
                .containsEntry("Content-Disposition", "attachment; filename=\"audit.csv\"")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(file.body().split("\r\n"))
                .containsExactly(
                        "\"number\",\"at\",\"who\",\"from\",\"action\",\"target\",\"result\"",
                        "\"2\",\"2026-03-01T00:02:00Z\",\"say \"\"hi\"\"\",\"192.0.2.1\",\"session.login\",\"\",\"DONE\"",
                        "\"1\",\"2026-03-01T00:01:00Z\",\"'=cmd|' /C calc'!A0\",\"192.0.2.1\",\"session.login\",\"\",\"REFUSED\"");
        assertThat(get("?export=csv&result=DONE").body().split("\r\n")).hasSize(2);
    }

    @Test
    void tellsWhetherTheTrailIsWhole() throws IOException, ServletException {
        record("ann", AuditEvent.Result.DONE);
        assertThat(console.post(page, HERE).body()).contains("The trail is whole: 1 records hold.");
        audit.touched = true;
        assertThat(console.post(page, HERE).body()).contains("audit.log, line 4", "It was &lt;changed&gt;.");
    }

    private void record(String who, AuditEvent.Result result) {
        audit.append(new AuditEvent(who, "192.0.2.1", "session.login", "", result));
    }

    private int rows(String query) throws IOException, ServletException {
        return get(query).body().split("<tr><td class=\"number\"", -1).length - 1;
    }

    private String older(String body) throws IOException, ServletException {
        Matcher link = OLDER.matcher(body);
        assertThat(link.find()).isTrue();
        return console.get(page, link.group(1).replace("&amp;", "&")).body();
    }

    private FakeExchange get(String query) throws IOException, ServletException {
        return console.get(page, HERE + query);
    }
}
