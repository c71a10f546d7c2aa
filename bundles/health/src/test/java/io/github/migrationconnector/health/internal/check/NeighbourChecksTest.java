package io.github.migrationconnector.health.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsPermissions;
import io.github.migrationconnector.api.connection.AwsWatch;
import io.github.migrationconnector.api.connection.PermissionReport;
import io.github.migrationconnector.api.connection.PermissionResult;
import io.github.migrationconnector.api.connection.PermissionVerdict;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedPeer;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.network.TimeSync;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Holding;
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.replication.VmIdentity;
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
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.health.internal.HandClock;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What other bundles know. */
class NeighbourChecksTest {
    private Instant silentSince = Instant.EPOCH;
    private final HandClock clock = new HandClock();
    private final FakeNeighbours neighbours = new FakeNeighbours();

    @Test
    void nothingIsAskedOfVcenterOrAwsBeforeTheSetUp() {
        FakeNeighbours fresh = new FakeNeighbours().unregistered();
        assertThat(List.of(
                        new ClockCheck(fresh),
                        new OrphansCheck(fresh),
                        new PermissionsCheck(fresh),
                        new CredentialsCheck(fresh, clock, Duration.ofDays(1))))
                .allSatisfy(check -> assertThat(check.look()).isEqualTo(CheckFinding.notSetUp()));
    }

    @Test
    void theClockIsComparedWithTheOthers() {
        neighbours.with(VcenterWatch.class, "greet", none -> clock.instant().plusSeconds(90));
        assertThat(new ClockCheck(neighbours, clock).look().why()).contains("90 s ahead");
        neighbours.with(VcenterWatch.class, "greet", none -> {
            throw Problem.passing("VCENTER_UNREACHABLE", "Silent.", "Look.").asException();
        });
        assertThat(new ClockCheck(neighbours, clock).look().state()).isEqualTo(CheckState.UNKNOWN);
        neighbours.with(AwsWatch.class, "clockOffset", none -> Duration.ofMinutes(-5));
        assertThat(new ClockCheck(neighbours, clock).look().code()).isEqualTo("CLOCK_SKEW");
        neighbours.with(AwsWatch.class, "clockOffset", none -> Duration.ZERO);
        neighbours.with(
                Networking.class,
                "inForce",
                none -> new NetworkState(
                        "c", List.of(), List.of(), List.of(), List.of("ntp.example"), TimeSync.UNSYNCHRONIZED));
        assertThat(new ClockCheck(neighbours, clock).look().code()).isEqualTo("CLOCK_NOT_KEPT");
    }

    @Test
    void namesThatDnsDoesNotKnowAreNamedAndProxiesNamesInPlaceOfTheirs() {
        ProxySettings proxy = new ProxySettings("proxy.example", 3128, "", Secret.of(""), List.of());
        neighbours.side(() -> List.of(
                endpoint("ec2.example", proxy),
                endpoint("vcenter.example", ProxySettings.NONE),
                endpoint("192.0.2.1", ProxySettings.NONE)));
        List<String> asked = new ArrayList<>();
        NamesCheck check = new NamesCheck(neighbours, name -> {
            asked.add(name);
            if (name.startsWith("vcenter")) {
                throw new UnknownHostException(name);
            }
            return name;
        });
        CheckFinding finding = check.look();
        assertThat(finding.code()).isEqualTo("DNS_NAME_UNKNOWN");
        assertThat(finding.why()).contains("vcenter.example").doesNotContain("proxy.example");
        assertThat(asked).containsExactly("proxy.example", "vcenter.example");
    }

    private static ReachedEndpoint endpoint(String host, ProxySettings proxy) {
        ReachedPeer peer = (ReachedPeer) Proxy.newProxyInstance(
                ReachedPeer.class.getClassLoader(), new Class<?>[] {ReachedPeer.class}, (made, method, arguments) -> {
                    throw new IllegalStateException("a name is looked up, nobody is called");
                });
        return new ReachedEndpoint(host, host, 443, proxy, peer);
    }

    @Test
    void theCertificateThatEndsFirstIsTold() {
        Instant now = clock.instant();
        certificates(now.plus(Duration.ofDays(300)), now.plus(Duration.ofDays(12)));
        CheckFinding soon = new CertificatesCheck(neighbours, clock).look();
        assertThat(soon.code()).isEqualTo("CERTIFICATE_ENDS_SOON");
        assertThat(soon.why()).contains("vcenter.example", "12 days");
        certificates(now.minusSeconds(1), now.plus(Duration.ofDays(12)));
        assertThat(new CertificatesCheck(neighbours, clock).look().code()).isEqualTo("CERTIFICATE_ENDED");
        certificates(now.plus(Duration.ofDays(300)), now.plus(Duration.ofDays(31)));
        assertThat(new CertificatesCheck(neighbours, clock).look().state()).isEqualTo(CheckState.OK);
    }

    private void certificates(Instant own, Instant vcenter) {
        neighbours.with(
                OwnCertificate.class,
                "state",
                none -> new CertificateState(
                        List.of(certificate(own)),
                        CertificateState.Origin.SELF_SIGNED,
                        List.of(),
                        List.of(),
                        "",
                        "",
                        false));
        neighbours.with(
                Trust.class,
                "servers",
                none -> List.of(new TrustReport(
                        new ServerAddress("vcenter.example", 443),
                        TrustState.TRUSTED,
                        "",
                        List.of(certificate(vcenter)),
                        List.of(),
                        false,
                        List.of(),
                        clock.instant())));
    }

    private ServerCertificate certificate(Instant end) {
        return new ServerCertificate("CN=x", "CN=x", List.of(), Instant.EPOCH, end, "0".repeat(64), false, "");
    }

    @Test
    void theAgeOfCredentialsIsReadFromTheTrail() {
        List<AuditRecord> trail = new ArrayList<>();
        neighbours.with(Audit.class, "newestBefore", arguments -> trail.stream()
                .filter(record -> record.number() < (Long) arguments[0])
                .sorted((one, other) -> Long.compare(other.number(), one.number()))
                .limit((Integer) arguments[1])
                .toList());
        CredentialsCheck check = new CredentialsCheck(neighbours, clock, Duration.ofDays(180));
        assertThat(check.look().state()).isEqualTo(CheckState.UNKNOWN);
        write(trail, "aws");
        write(trail, "vcenter");
        write(trail, "webhook");
        clock.pass(Duration.ofDays(100));
        write(trail, "vcenter");
        assertThat(check.look().why()).contains("AWS keys", "100 days");
        clock.pass(Duration.ofDays(81));
        assertThat(check.look().code()).isEqualTo("CREDENTIALS_OLD");
        write(trail, "aws");
        assertThat(check.look().why()).contains("vCenter", "81 days");
        for (int more = 0; more < 2500; more++) {
            write(trail, "webhook");
        }
        assertThat(check.look().why()).contains("vCenter", "81 days");
    }

    @Test
    void theTrailIsReadNoFartherThanItTellsSomethingNew() {
        List<Long> asked = new ArrayList<>();
        List<AuditRecord> trail = new ArrayList<>();
        neighbours.with(Audit.class, "newestBefore", arguments -> {
            asked.add((Long) arguments[0]);
            return trail.stream()
                    .filter(record -> record.number() < (Long) arguments[0])
                    .sorted((one, other) -> Long.compare(other.number(), one.number()))
                    .limit((Integer) arguments[1])
                    .toList();
        });
        for (int old = 0; old < 5000; old++) {
            write(trail, "webhook");
        }
        write(trail, "aws");
        write(trail, "vcenter");
        CredentialsCheck check = new CredentialsCheck(neighbours, clock, Duration.ofDays(180));
        assertThat(check.look().state()).isEqualTo(CheckState.OK);
        assertThat(asked).containsExactly(Long.MAX_VALUE);
        clock.pass(Duration.ofDays(7));
        write(trail, "aws");
        assertThat(check.look().why()).contains("vCenter", "7 days");
        assertThat(asked).as("what was read is not read again").containsExactly(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private void write(List<AuditRecord> trail, String id) {
        trail.add(new AuditRecord(
                trail.size() + 1,
                clock.instant(),
                new AuditEvent("connector", "local", "credential.write", id, AuditEvent.Result.DONE)));
    }

    @Test
    void whatEndedRunsHaveLeftIsTold() {
        neighbours.with(Holdings.class, "holdings", none -> List.of(holding(Holding.Kind.UNFINISHED)));
        assertThat(new LeftoversCheck(neighbours).look().state()).isEqualTo(CheckState.OK);
        neighbours.with(Holdings.class, "holdings", none -> List.of(holding(Holding.Kind.LEFTOVERS)));
        assertThat(new LeftoversCheck(neighbours).look().why()).contains("1 ended runs", "web-1");
    }

    private static Holding holding(Holding.Kind kind) {
        return new Holding("sms-run-1", "sms-job-1", "web-1", kind, VmIdentity.UNKNOWN);
    }

    @Test
    void vmSnapshotsOfNoKnownRunAreTold() {
        neighbours.with(
                VmSnapshots.class,
                "owned",
                none -> List.of(
                        new VmSnapshot("vm-1", "snapshot-1", "connector-sms-run-1", List.of()),
                        new VmSnapshot("vm-2", "snapshot-2", "connector-sms-run-2", List.of())));
        neighbours.with(
                Replication.class,
                "run",
                arguments -> arguments[0].equals("sms-run-1") ? Optional.of("any run will do") : Optional.empty());
        CheckFinding finding = new OrphansCheck(neighbours).look();
        assertThat(finding.code()).isEqualTo("VM_SNAPSHOTS_UNKNOWN");
        assertThat(finding.why()).contains("connector-sms-run-2").doesNotContain("connector-sms-run-1");
    }

    @Test
    void aRunThatWaitsIsSeenBehindAYoungerOneThatWasMissed() {
        Job job = new Job("sms-job-1", "vm-1", "web", new JobSpec("vm-1", "", false, 0), clock.instant(), "");
        Instant since = clock.instant().minus(Duration.ofHours(2));
        List<Run> runs = List.of(
                run("sms-run-2", RunState.MISSED, clock.instant(), ""),
                run("sms-run-1", RunState.ACTIVE, since, "the disk is full"));
        neighbours.with(Replication.class, Map.of("jobs", none -> List.of(job), "runs", one -> runs));
        CheckFinding finding = new QueueCheck(neighbours, clock).look();
        assertThat(finding.code()).isEqualTo("RUNS_WAIT");
        assertThat(finding.why()).contains("1 runs wait, sms-run-1", "the disk is full");
    }

    private static Run run(String id, RunState state, Instant at, String waitingFor) {
        RunDetails details = new RunDetails(RunType.ON_DEMAND, at, "", false, waitingFor, List.of());
        return new Run(
                id,
                "sms-job-1",
                state,
                RunPhase.CHECKING,
                at,
                Instant.EPOCH,
                List.of(),
                "",
                List.of(),
                List.of(),
                details);
    }

    @Test
    void anUpgradeThatDidNotStayIsTold() {
        upgrade(UpgradeOutcome.GOOD, "");
        assertThat(new UpgradeCheck(neighbours).look().state()).isEqualTo(CheckState.OK);
        upgrade(UpgradeOutcome.PUT_BACK, "the bundle aws does not run");
        assertThat(new UpgradeCheck(neighbours).look().why()).contains("the bundle aws does not run");
    }

    @Test
    void aChannelThatTellsNothingGoodIsTold() {
        silentSince = Instant.parse("2026-11-01T02:00:00Z");
        upgrade(UpgradeOutcome.GOOD, "");
        CheckFinding silent = new UpgradeCheck(neighbours).look();
        assertThat(silent.code()).isEqualTo("UPGRADE_CHANNEL_SILENT");
        assertThat(silent.why()).contains("2026-11-01", "UPGRADE_EXPIRED");
    }

    private void upgrade(UpgradeOutcome outcome, String reason) {
        neighbours.with(
                Upgrades.class,
                "status",
                none -> new UpgradeStatus(
                        "1.1",
                        UpgradeProgress.NONE,
                        "1.0",
                        false,
                        List.of(),
                        new Automatic(
                                false,
                                "",
                                "",
                                Instant.EPOCH,
                                Instant.EPOCH,
                                silentSince,
                                "",
                                "",
                                "UPGRADE_EXPIRED: it is old"),
                        List.of(new UpgradeRecord("1.0", "1.1", Instant.EPOCH, Instant.EPOCH, outcome, reason))));
    }

    @Test
    void aTouchedAuditTrailIsTold() {
        neighbours.with(Audit.class, "verify", none -> new AuditVerification(7, true, "", 0, "", AuditAnchor.NONE));
        assertThat(new AuditCheck(neighbours).look().state()).isEqualTo(CheckState.OK);
        neighbours.with(
                Audit.class,
                "verify",
                none -> new AuditVerification(3, false, "audit-00000001.jsonl", 4, "changed", AuditAnchor.NONE));
        assertThat(new AuditCheck(neighbours).look().why()).isEqualTo("audit-00000001.jsonl, line 4: changed");
    }

    @Test
    void actionsThatAwsDeniesAreNamed() {
        permissions(PermissionVerdict.ALLOWED);
        assertThat(new PermissionsCheck(neighbours).look().state()).isEqualTo(CheckState.OK);
        permissions(PermissionVerdict.NOT_TOLD);
        CheckFinding untold = new PermissionsCheck(neighbours).look();
        assertThat(untold.code()).isEqualTo("AWS_PERMISSIONS_UNTOLD");
        assertThat(untold.why()).contains("ebs:PutSnapshotBlock", "It is closed.");
        assertThat(untold.fix()).isEqualTo("Open it.");
        permissions(PermissionVerdict.DENIED);
        assertThat(new PermissionsCheck(neighbours).look().why()).contains("ebs:PutSnapshotBlock");
    }

    private void permissions(PermissionVerdict verdict) {
        neighbours.with(
                AwsPermissions.class,
                "check",
                none -> new PermissionReport(
                        new AwsIdentity("000000000000", "arn:aws:iam::000000000000:user/x"),
                        Duration.ZERO,
                        List.of(new PermissionResult(
                                "ebs:PutSnapshotBlock", verdict, "puts", "It is closed.", "Open it."))));
    }
}
