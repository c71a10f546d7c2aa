package io.github.migrationconnector.adminui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAudit;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeUpgrades;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.upgrade.Upgrades;
import jakarta.servlet.ServletException;
import java.io.IOException;
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
