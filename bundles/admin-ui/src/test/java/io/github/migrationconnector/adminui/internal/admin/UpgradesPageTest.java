package io.github.migrationconnector.adminui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAudit;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeUpgrades;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.upgrade.Upgrades;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradesPageTest {
    private static final String HERE = "/system/console/connector-upgrades";

    private final Console console = new Console().loggedIn();
    private final FakeUpgrades upgrades = new FakeUpgrades();
    private final FakeAudit audit = new FakeAudit();
    private final UpgradesPage page = new UpgradesPage(console.frame, console.services);

    UpgradesPageTest() {
        console.services.with(Upgrades.class, upgrades).with(Audit.class, audit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsWhereUpgradesStand(String language) throws IOException, ServletException {
        console.language = language;
        assertThat(console.get(page, HERE).body())
                .contains("https://r.example/", "01:00-05:00 Z", "better still", "it burnt", "max=\"30\" value=\"3\"")
                .doesNotContain("{{", "style=\"");
        assertThat(console.get(page, HERE + "?part=yes").body())
                .contains("data-stage=\"WATCHING\"")
                .doesNotContain("<html");
        assertThat(console.get(page, HERE + "?of=2026-01-02T03:04:05Z").body())
                .contains("replication", "6 → 7", "connector.aws speed")
                .doesNotContain("value=\"apply\"");
    }

    @Test
    void showsThePlanBeforeItIsCarriedOut() throws IOException, ServletException {
        assertThat(post("plan", "source", "channel").body())
                .contains("<code>SnapshotTarget</code>", "value=\"apply\"", "name=\"acceptLoss\"");
        assertThat(post("plan", "source", "file", "file", "release.zip").status).isEqualTo(409);
        assertThat(post("apply", "source", "file", "file", "/r.zip", "toSet", "2").responseHeaders)
                .containsEntry("Location", HERE + "?done=begun");
        assertThat(post("apply", "source", "previous", "toSet", "2", "acceptLoss", "yes").status)
                .isEqualTo(303);
        assertThat(post("pin").status).isEqualTo(303);
        assertThat(post("unpin").status).isEqualTo(303);
        assertThat(post("clean").status).isEqualTo(303);
        assertThat(upgrades.asked)
                .containsExactly(
                        "plan channel",
                        "plan file /r.zip",
                        "apply file /r.zip",
                        "plan previous",
                        "apply previous accepting loss",
                        "pin true",
                        "pin false",
                        "clean up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void takesAFileInAndShowsItsPlan(String language) throws IOException, ServletException {
        console.language = language;
        FakeExchange taken = upload("release", 300_000_000);
        assertThat(taken.status).isEqualTo(200);
        assertThat(taken.body())
                .contains("value=\"apply\"", "name=\"source\" value=\"uploaded\"", "name=\"toSet\" value=\"2\"");
        assertThat(post("apply", "source", "uploaded", "toSet", "2").status).isEqualTo(303);
        assertThat(upgrades.asked).containsExactly("receive release of 300000000", "plan uploaded", "apply uploaded");
        assertThat(audit.records)
                .extracting(record -> record.event().action() + " "
                        + record.event().target() + " " + record.event().result())
                .containsExactly("upgrade.upload 2 DONE", "upgrade.apply 2 DONE");
    }

    @Test
    void tellsWhyAFileIsRefused() throws IOException, ServletException {
        FakeExchange refused = upload("garbage", 7);
        assertThat(refused.status).isEqualTo(409);
        assertThat(refused.body())
                .contains("UPGRADE_ARCHIVE_REFUSED", "it is no plain ZIP archive", "id=\"upload\"")
                .doesNotContain("value=\"apply\"");
        assertThat(audit.records)
                .extracting(record -> record.event().result())
                .containsExactly(AuditEvent.Result.FAILED);
    }

    /** What is sent in its name is no form: others stay as bounded as they were. */
    @Test
    void takesLongFilesButNoLongForms() throws IOException, ServletException {
        FakeExchange form = new FakeExchange("POST", HERE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Content-Length", "300000")
                .header("Accept-Language", "en")
                .session("session-1");
        page.service(form.request(), form.response());
        assertThat(form.status).isEqualTo(413);
        assertThat(upgrades.asked).isEmpty();
    }

    private FakeExchange upload(String content, long announcedBytes) throws IOException, ServletException {
        return console.upload(
                page,
                HERE + "?action=upload&source=uploaded",
                content.getBytes(StandardCharsets.US_ASCII),
                announcedBytes);
    }

    @Test
    void appliesNothingButWhatWasConfirmed() throws IOException, ServletException {
        upgrades.toSet = "3";
        FakeExchange answer = post("apply", "source", "channel", "toSet", "2");
        assertThat(answer.status).isEqualTo(409);
        assertThat(answer.body())
                .contains("UPGRADE_PLAN_CHANGED", "name=\"source\" value=\"channel\"", "name=\"toSet\" value=\"3\"");
        assertThat(post("apply", "source", "channel").status).isEqualTo(409);
        assertThat(upgrades.asked).containsExactly("plan channel", "plan channel");
        assertThat(audit.records).isEmpty();
        upgrades.applied = "4";
        assertThat(post("apply", "source", "channel", "toSet", "3").status).isEqualTo(303);
        assertThat(audit.records).extracting(record -> record.event().target()).containsExactly("4");
    }

    @Test
    void isForAdministrators() throws IOException, ServletException {
        for (Role role : new Role[] {Role.VIEWER, Role.OPERATOR}) {
            console.access.role = role;
            assertThat(console.get(page, HERE).status).isEqualTo(403);
            assertThat(post("clean").status).isEqualTo(403);
            assertThat(upload("release", 7).status).isEqualTo(403);
        }
        assertThat(upgrades.asked).isEmpty();
    }

    private FakeExchange post(String action, String... fields) throws IOException, ServletException {
        String[] all = new String[fields.length + 2];
        all[0] = "action";
        all[1] = action;
        System.arraycopy(fields, 0, all, 2, fields.length);
        return console.post(page, HERE, all);
    }
}
