package io.github.migrationconnector.notifications.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import io.github.migrationconnector.api.upgrade.Automatic;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradeProgress;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.notifications.internal.FakeNeighbours;
import io.github.migrationconnector.notifications.internal.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What watches see, but for those of runs. */
final class WatchTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final CheckFinding FULL = CheckFinding.failing("DISK_SPACE_LOW", "Only 3 MiB.", "Make room.");

    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Map<String, String> marks = new HashMap<>();
    private final List<CheckResult> checks = new ArrayList<>();

    private List<NotificationEvent> health() {
        neighbours.with(Health.class, "health", unused -> new ConnectorHealth(NOW, checks));
        HealthWatch watch = new HealthWatch(neighbours, "me", name -> Optional.ofNullable(marks.get(name)));
        Watch.Sight sight = watch.look(NOW);
        marks.putAll(sight.marks());
        return sight.happenings().stream().map(Happening::event).toList();
    }

    private void finds(String name, CheckFinding finding) {
        checks.removeIf(check -> check.name().equals(name));
        checks.add(new CheckResult(name, finding, NOW, NOW));
    }

    @Test
    void healthIsToldWhenItTurnsAndOnce() {
        finds("DISK_SPACE", CheckFinding.ok("WELL", "Enough."));
        assertThat(health()).isEmpty();
        finds("DISK_SPACE", FULL);
        assertThat(health()).containsExactly(NotificationEvent.CONNECTOR_UNHEALTHY);
        assertThat(health()).isEmpty();
        finds("DNS", CheckFinding.failing("DNS_FAILS", "No name.", "Check."));
        assertThat(health()).isEmpty();
        checks.clear();
        assertThat(health()).containsExactly(NotificationEvent.CONNECTOR_HEALTHY);
        assertThat(health()).isEmpty();
    }

    @Test
    void unhealthyFromTheBeginningIsTold() {
        finds("DISK_SPACE", FULL);
        assertThat(health()).containsExactly(NotificationEvent.CONNECTOR_UNHEALTHY);
    }

    @Test
    void aCertificateThatEndsIsTold() {
        finds("CERTIFICATES", CheckFinding.warning("CERTIFICATE_ENDS_SOON", "In 3 days.", "Renew it."));
        assertThat(health()).containsExactly(NotificationEvent.CERTIFICATE_ENDING);
    }

    @Test
    void aCertificateThatChangedIsToldByBoth() {
        TrustReport report = new TrustReport(
                ServerAddress.parse("vcenter.example"),
                TrustState.CHANGED,
                "It shows another certificate.",
                List.of(certificate('b')),
                List.of(certificate('a')),
                false,
                List.of(),
                NOW);
        neighbours.with(Trust.class, "pending", unused -> List.of(report));
        List<Happening> seen = new TrustWatch(neighbours, "me").look(NOW).happenings();
        assertThat(seen).singleElement().satisfies(each -> {
            assertThat(each.event()).isEqualTo(NotificationEvent.VCENTER_CERTIFICATE_CHANGED);
            assertThat(each.words().text()).contains("BB:BB:BB");
            assertThat(each.key()).contains("a".repeat(64) + "/" + "b".repeat(64));
        });
    }

    private static ServerCertificate certificate(char digit) {
        return new ServerCertificate(
                "CN=x", "CN=y", List.of(), NOW, NOW, String.valueOf(digit).repeat(64), false, "");
    }

    @Test
    void upgradesAreToldByTheirEnd() {
        List<UpgradeRecord> history = List.of(
                new UpgradeRecord("1", "2", NOW, NOW, UpgradeOutcome.GOOD, ""),
                new UpgradeRecord("1", "2", NOW.minusSeconds(9), NOW, UpgradeOutcome.PUT_BACK, "It was not well."),
                new UpgradeRecord("1", "2", NOW.minusSeconds(99), NOW, UpgradeOutcome.CUT_OFF, "It ended."));
        Automatic never = new Automatic(false, "", "", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, "", "", "");
        UpgradeStatus status = new UpgradeStatus("2", UpgradeProgress.NONE, "1", false, List.of(), never, history);
        neighbours.with(Upgrades.class, "status", unused -> status);
        assertThat(new UpgradeWatch(neighbours, "me").look(NOW).happenings())
                .extracting(Happening::event)
                .containsExactly(
                        NotificationEvent.UPGRADE_COMPLETED,
                        NotificationEvent.UPGRADE_ROLLED_BACK,
                        NotificationEvent.UPGRADE_ROLLED_BACK);
    }

    private final List<AuditRecord> trail = new ArrayList<>();

    private void login(String who, AuditEvent.Result result, Duration after) {
        AuditEvent event = new AuditEvent(who, "10.0.0.9", "session.login", "", result);
        trail.add(0, new AuditRecord(trail.size() + 1, NOW.plus(after), event));
    }

    /** How many records the watch was given. */
    private int handedOut;

    private LoginWatch logins = loginWatch();

    private LoginWatch loginWatch() {
        neighbours.with(
                Audit.class,
                Map.of(
                        "newestBefore",
                        arguments ->
                                handed(trail.stream().limit((int) arguments[1]).toList()),
                        "after",
                        arguments -> {
                            List<AuditRecord> records = new ArrayList<>(trail);
                            Collections.reverse(records);
                            return handed(records.stream()
                                    .filter(each -> each.number() > (long) arguments[0])
                                    .limit((int) arguments[1])
                                    .toList());
                        }));
        return new LoginWatch(neighbours, "me");
    }

    private List<AuditRecord> handed(List<AuditRecord> records) {
        handedOut += records.size();
        return records;
    }

    private List<Happening> logins() {
        List<Happening> seen = logins.look(NOW).happenings();
        logins.kept();
        return seen;
    }

    @Test
    void fiveRefusedLoginsInARowAreTold() {
        for (int count = 0; count < 4; count++) {
            login("admin", AuditEvent.Result.REFUSED, Duration.ofSeconds(count));
            login("olga", AuditEvent.Result.REFUSED, Duration.ofSeconds(count));
        }
        login("olga", AuditEvent.Result.DONE, Duration.ofSeconds(5));
        login("olga", AuditEvent.Result.REFUSED, Duration.ofSeconds(6));
        assertThat(logins()).isEmpty();
        login("admin", AuditEvent.Result.REFUSED, Duration.ofSeconds(7));
        List<Happening> first = logins();
        assertThat(first).singleElement().satisfies(each -> assertThat(each.facts())
                .containsEntry("user", "admin")
                .containsEntry("address", "10.0.0.9"));
        login("admin", AuditEvent.Result.REFUSED, Duration.ofSeconds(8));
        // the same one, so that it is told once
        assertThat(logins())
                .extracting(Happening::key)
                .containsExactly(first.get(0).key());
    }

    @Test
    void refusalsThatLieApartAreNoBurst() {
        for (int count = 0; count < 9; count++) {
            login("admin", AuditEvent.Result.REFUSED, Duration.ofMinutes(20L * count));
        }
        assertThat(logins()).isEmpty();
    }

    @Test
    void nothingIsReadTwiceOfTheTrail() {
        for (int count = 0; count < 150; count++) {
            login("olga", AuditEvent.Result.DONE, Duration.ofSeconds(count));
        }
        assertThat(logins()).isEmpty();
        assertThat(handedOut).isEqualTo(150);
        assertThat(logins()).isEmpty();
        for (int count = 0; count < 4; count++) {
            login("admin", AuditEvent.Result.REFUSED, Duration.ofSeconds(200 + count));
            assertThat(logins()).isEmpty();
        }
        login("admin", AuditEvent.Result.REFUSED, Duration.ofSeconds(204));
        assertThat(logins()).hasSize(1);
        assertThat(handedOut).isEqualTo(155);
    }

    @Test
    void whatCouldNotBeKeptIsSeenAgain() {
        for (int count = 0; count < 5; count++) {
            login("admin", AuditEvent.Result.REFUSED, Duration.ofSeconds(count));
        }
        Watch.Sight lost = logins.look(NOW);
        assertThat(lost.happenings()).hasSize(1);
        assertThat(logins.look(NOW)).isEqualTo(lost);
        logins.kept();
        assertThat(logins()).isEmpty();
    }

    @Test
    void aBurstOverARestartIsTheSameOneAndOneThatLastsIsToldOnceAnHour() {
        for (int count = 0; count < 70; count++) {
            login("admin", AuditEvent.Result.REFUSED, Duration.ofMinutes(count));
        }
        List<String> before = logins().stream().map(Happening::key).distinct().toList();
        assertThat(before).hasSize(2);
        logins = loginWatch();
        assertThat(logins().stream().map(Happening::key).distinct().toList()).isEqualTo(before);
    }
}
