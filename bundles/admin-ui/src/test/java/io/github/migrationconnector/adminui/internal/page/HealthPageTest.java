package io.github.migrationconnector.adminui.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthPageTest {
    private static final Instant THEN = Instant.parse("2026-03-04T05:06:07Z");
    private static final String HERE = "/system/console/connector-health";

    private final Console console = new Console().loggedIn();
    private final FakeHealth health = new FakeHealth();
    private final HealthPage page;

    HealthPageTest() {
        console.services.with(Health.class, health);
        page = new HealthPage(console.frame, console.services);
    }

    private static CheckResult result(String name, CheckFinding finding) {
        return new CheckResult(name, finding, THEN, THEN.plusSeconds(30));
    }

    @Test
    void whatFailsStandsFirstWithItsFix() throws IOException, ServletException {
        String body = console.get(page, HERE).body();
        assertThat(body)
                .contains(
                        "Needs attention", "Only 3 MiB.", "Make room on that", "Disk space", "<code>FROM_A_LATER_SET");
        assertThat(body.indexOf("check-DISK_SPACE")).isLessThan(body.indexOf("check-AWS"));
        assertThat(body).doesNotContain("<script>alert", "{{");
    }

    @Test
    void isWrittenInJapaneseButForFigures() throws IOException, ServletException {
        console.language = "ja";
        health.more = result("DNS", CheckFinding.ok("HEALTH_NAMES", "7 names are known.", "7"));
        assertThat(console.get(page, HERE).body()).contains("7 個の名前を解決できます。").doesNotContain("7 names are known.");
        assertThat(console.get(page, HERE).body())
                .contains("要対応", "ディスクの空き", "空き容量が足りません。", "<span class=\"sub\" lang=\"en\">Only 3 MiB.</span>")
                .doesNotContain("Make room.");
    }

    /** What stands between the words, such as who refused it and why, is not lost with the English ones. */
    @Test
    void aFindingOfNotificationsIsWrittenInJapaneseWithWhatItTells() throws IOException, ServletException {
        console.language = "ja";
        health.more = result(
                "NOTIFICATIONS",
                CheckFinding.warning("NOTIFICATION_RECEIVERS_REFUSED", "ops@example.com: 550 <no>", "Correct those."));
        assertThat(console.get(page, HERE).body())
                .contains("届いていない宛先があります：<span lang=\"en\">ops@example.com: 550 &lt;no&gt;</span>", "示された宛先を直す")
                .doesNotContain("Correct those.", "class=\"sub\" lang=\"en\">ops@example.com");
        health.more = result(
                "NOTIFICATIONS",
                CheckFinding.warning("NOTIFICATION_FAILING", "3 notifications wait for mail: away", "Mend it."));
        assertThat(console.get(page, HERE).body())
                .contains("通知が届いていません。", "lang=\"en\">3 notifications wait for mail: away")
                .doesNotContain("Mend it.");
        console.language = "en";
        health.more =
                result("AWS", CheckFinding.failing("AWS_PERMISSION_MISSING", "It denies sns:Publish.", "Add it."));
        assertThat(console.get(page, HERE).body()).contains("<strong>It denies sns:Publish.</strong> Add it.");
    }

    @Test
    void operatorsLookAnewAndViewersDoNot() throws IOException, ServletException {
        assertThat(console.post(page, HERE).status).isEqualTo(303);
        assertThat(health.checked).isEqualTo(1);
        console.access.role = Role.VIEWER;
        assertThat(console.get(page, HERE).body()).doesNotContain("Check now");
        assertThat(console.post(page, HERE).status).isEqualTo(403);
        assertThat(health.checked).isEqualTo(1);
    }

    private static final class FakeHealth implements Health {
        private int checked;
        private CheckResult more = result("DNS", CheckFinding.ok("WELL", "All names."));

        @Override
        public ConnectorHealth health() {
            return new ConnectorHealth(
                    THEN,
                    List.of(
                            result("AWS", CheckFinding.ok("WELL", "<script>alert(1)</script>")),
                            result("FROM_A_LATER_SET", CheckFinding.unknown("UNTOLD", "Nobody knows.")),
                            result("DISK_SPACE", CheckFinding.failing("DISK_SPACE_LOW", "Only 3 MiB.", "Make room.")),
                            more));
        }

        @Override
        public ConnectorHealth check() {
            checked++;
            return health();
        }
    }
}
