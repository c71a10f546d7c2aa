package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.IssuedCode;
import io.github.migrationconnector.api.access.OneTimeCodes;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGate;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsPermissions;
import io.github.migrationconnector.api.connection.AwsRegion;
import io.github.migrationconnector.api.connection.AwsRegions;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.DatacenterPrivileges;
import io.github.migrationconnector.api.connection.PermissionReport;
import io.github.migrationconnector.api.connection.PermissionResult;
import io.github.migrationconnector.api.connection.PermissionVerdict;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.connection.VcenterPrivilege;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.connectivity.ConnectivityCheck;
import io.github.migrationconnector.api.connectivity.ConnectivityFinding;
import io.github.migrationconnector.api.connectivity.ConnectivityReport;
import io.github.migrationconnector.api.connectivity.ConnectivityStep;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.keyset.Keyset;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.notification.Notifications;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Connector;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.api.registration.KnownSides;
import io.github.migrationconnector.api.registration.Preferences;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupStage;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.session.Sessions;
import io.github.migrationconnector.api.store.StoreBackups;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.support.SupportBundles;
import io.github.migrationconnector.api.token.Tokens;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.user.Users;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The services behind the API; one of them can be taken away. */
public final class FakeServices implements Services {
    public volatile boolean disassociated;
    public volatile boolean inUse;
    public static final String ADMIN_TOKEN = "admin-token";
    public static final String OPERATOR_TOKEN = "operator-token";
    public static final String VIEWER_TOKEN = "viewer-token";
    public static final String SESSION_TOKEN = "session-token";
    public static final String MENU_TOKEN = "menu-token";
    public static final String PASSWORD = "correct horse battery";

    public final FakeReplication replication = new FakeReplication();
    public final FakeUpgrades upgrades = new FakeUpgrades();
    public final FakeNetworking networking = new FakeNetworking();
    public final FakeStoreBackups storeBackups = new FakeStoreBackups();
    public final FakeLogs logs = new FakeLogs();
    public final FakeNotifications notifications = new FakeNotifications();
    public final FakeLogUploads uploads = new FakeLogUploads();
    public final FakeTransfers transfers = new FakeTransfers();
    public final Set<String> away = new TreeSet<>();
    public final List<Finding> findings = new ArrayList<>();
    public final List<SetupFinding> setupFindings = new ArrayList<>();
    public volatile Optional<Refusal> refusal = Optional.empty();
    public volatile Optional<Refusal> principalsRefusal = Optional.empty();
    public final FakeCatalog catalog = new FakeCatalog();
    public final FakeChanges changes = new FakeChanges();
    public final FakeUsers users = new FakeUsers();
    public final FakeKeys keys = new FakeKeys();
    public final FakeTokens tokens = new FakeTokens();
    public final FakeKeyset keyset = new FakeKeyset();
    public final FakeCertificate certificate = new FakeCertificate();
    public final FakeAudit audit = new FakeAudit();
    public final FakeSteps steps = new FakeSteps();
    public final List<AuditEvent> audited = audit.events;
    public volatile Optional<RuntimeException> inventoryFails = Optional.empty();
    public volatile String document = "";
    public volatile boolean dryRun;
    /** Whose password an administrator chose, so that it opens nothing but the choice of another. */
    public final Set<String> startPasswords = new TreeSet<>();

    /** What was done to sessions and passwords, in its order. */
    public final List<String> accessed = new ArrayList<>();

    /** Those that a login began and no logout ended. */
    public final List<Session> sessions = new ArrayList<>();

    private <T> T present(String name, T service) {
        if (away.contains(name)) {
            throw new Problem("SERVICE_ABSENT", "the service " + name + " is not there", "Wait.", Retry.ON_RESUME)
                    .asException();
        }
        return service;
    }

    @Override
    public Access access() {
        return present("access", new FakeAccess());
    }

    @Override
    public RequestGate gate() {
        return present("gate", new RequestGate() {
            @Override
            public Optional<Refusal> refusal(WebRequest request, String remoteAddress) {
                return refusal;
            }

            @Override
            public Optional<Refusal> refusal(Principal principal) {
                return principalsRefusal;
            }
        });
    }

    @Override
    public Audit audit() {
        return present("audit", audit);
    }

    @Override
    public OneTimeCodes oneTimeCodes() {
        return present(
                "oneTimeCodes",
                actor -> new IssuedCode(
                        IssuedCode.Purpose.LOGIN, Secret.of("ABCDE-FGHJK-MNPQR-STVWX"), Instant.ofEpochSecond(900)));
    }

    @Override
    public Catalog catalog() {
        return present("catalog", catalog);
    }

    @Override
    public FakeChanges changes() {
        return present("changes", changes);
    }

    @Override
    public Users users() {
        return present("users", users);
    }

    @Override
    public Sessions sessions() {
        return present("sessions", users);
    }

    @Override
    public ApiKeys apiKeys() {
        return present("apiKeys", keys);
    }

    @Override
    public Tokens tokens() {
        return present("tokens", tokens);
    }

    @Override
    public OwnCertificate certificate() {
        return present("certificate", certificate);
    }

    @Override
    public Keyset keyset() {
        return present("keyset", keyset);
    }

    @Override
    public Registration registration() {
        return present("registration", new FakeRegistration());
    }

    @Override
    public Inventory inventory() {
        return present("inventory", new FakeInventory());
    }

    @Override
    public Replication replication() {
        return present("replication", replication);
    }

    @Override
    public Transfers transfers() {
        return present("transfers", transfers);
    }

    @Override
    public AwsPermissions awsPermissions() {
        return present("aws", new FakePermissions());
    }

    @Override
    public ConnectivityCheck connectivity() {
        return present("connectivity", new FakeConnectivity());
    }

    @Override
    public Upgrades upgrades() {
        return present("upgrades", upgrades);
    }

    @Override
    public Logs logs() {
        return present("logs", logs);
    }

    @Override
    public LogUploads logUploads() {
        return present("log upload", uploads);
    }

    @Override
    public SupportBundles supportBundles() {
        return present("support", logs);
    }

    @Override
    public Notifications notifications() {
        return present("notifications", notifications);
    }

    @Override
    public StoreBackups storeBackups() {
        return present("store", storeBackups);
    }

    @Override
    public Networking networking() {
        return networking;
    }

    @Override
    public AwsRegions awsRegions() {
        return present("aws", () -> List.of(new AwsRegion("eu-central-1", "Europe (Frankfurt)", "aws")));
    }

    @Override
    public List<String> absent() {
        return List.copyOf(away);
    }

    private static final class FakeConnectivity implements ConnectivityCheck {
        @Override
        public List<ConnectivityReport> check() {
            ConnectivityFinding finding = new ConnectivityFinding(
                    ConnectivityStep.DNS, ConnectivityFinding.Outcome.FAILED, "the name is not known", "Check it.");
            return List.of(new ConnectivityReport("AWS EC2", "ec2.example:443", List.of(finding)));
        }

        @Override
        public ConnectivityReport check(ReachedEndpoint endpoint) {
            throw new UnsupportedOperationException("not by the API");
        }
    }

    private static final class FakePermissions implements AwsPermissions {
        @Override
        public PermissionReport check() {
            return new PermissionReport(
                    new AwsIdentity("123456789012", "arn:aws:iam::123456789012:user/connector"),
                    Duration.ofMillis(-1500),
                    List.of(new PermissionResult(
                            "ebs:PutSnapshotBlock", PermissionVerdict.DENIED, "write", "not authorized", "{}")));
        }

        @Override
        public PermissionReport check(AwsEndpoints endpoints, AwsKeys keys, AwsRole role) {
            throw new UnsupportedOperationException("not by the API");
        }
    }

    private final class FakeAccess implements Access {
        @Override
        public boolean passwordIsSet() {
            return true;
        }

        @Override
        public void setFirstPassword(Secret oneTimeCode, Secret password, String remoteAddress) {
            throw new UnsupportedOperationException("not by the API");
        }

        @Override
        public void setPassword(Principal administrator, Secret password) {
            accessed.add("password by " + administrator.name() + ", " + administrator.role());
        }

        @Override
        public void checkPassword(Secret password) {
            throw new UnsupportedOperationException("not by the API");
        }

        @Override
        public boolean passwordIs(Principal administrator, Secret password) {
            throw new UnsupportedOperationException("not by the API");
        }

        @Override
        public Optional<Session> login(String name, Secret password, String remoteAddress) {
            accessed.add("login of " + name);
            Role role = name.equals("olga") ? Role.OPERATOR : Role.ADMIN;
            if (!password.matches(Secret.of(PASSWORD))) {
                return Optional.empty();
            }
            Session session = new Session(Secret.of("of " + name), "csrf", new Principal(name, role));
            sessions.add(session);
            return Optional.of(session);
        }

        @Override
        public Optional<Session> session(Secret token) {
            return token.matches(Secret.of(SESSION_TOKEN))
                    ? Optional.of(new Session(token, "csrf", new Principal("admin", Role.ADMIN)))
                    : begun(token).filter(session -> !isStart(session));
        }

        @Override
        public Optional<Session> startSession(Secret token) {
            return begun(token).filter(this::isStart);
        }

        /** Sessions by login, each until its logout. */
        private Optional<Session> begun(Secret token) {
            return sessions.stream()
                    .filter(session -> session.token().matches(token))
                    .findFirst();
        }

        private boolean isStart(Session session) {
            return startPasswords.contains(session.principal().name());
        }

        @Override
        public Optional<Principal> bearer(Secret token) {
            return token.reveal(text -> switch (text) {
                case ADMIN_TOKEN -> Optional.of(new Principal("root", Role.ADMIN));
                case OPERATOR_TOKEN -> Optional.of(new Principal("olga", Role.OPERATOR));
                case MENU_TOKEN -> Optional.of(Principal.CONSOLE_MENU);
                case VIEWER_TOKEN -> Optional.of(new Principal("victor", Role.VIEWER));
                default -> Optional.empty();
            });
        }

        @Override
        public void logout(Secret token) {
            accessed.add("logout " + token.<String>reveal(text -> text));
            sessions.removeIf(session -> session.token().matches(token));
        }
    }

    private static final VcenterExamination EXAMINATION = new VcenterExamination(
            new VcenterIdentity("VMware vCenter Server 8.0.2", "8.0.2.0", "uuid-3"),
            List.of(new DatacenterPrivileges(
                    "datacenter-2",
                    "/DC0",
                    List.of(VcenterPrivilege.EXPORT),
                    List.of(VcenterPrivilege.POWER_OFF),
                    List.of(VcenterPrivilege.BROWSE))));

    @Override
    public Trust trust() {
        return new FakeTrust();
    }

    @Override
    public Metrics metrics() {
        return new FakeMetrics();
    }

    @Override
    public Health health() {
        return FakeCare.health();
    }

    @Override
    public SetupSteps setupSteps() {
        return steps;
    }

    @Override
    public VcenterWatch vcenterWatch() {
        return FakeCare.watch(EXAMINATION);
    }

    private final class FakeRegistration implements Registration {
        @Override
        public ConnectorIdentity identity() {
            return new ConnectorIdentity("c-0123456789abcdef0", "lab");
        }

        @Override
        public SetupStage stage() {
            return SetupStage.IDLE;
        }

        @Override
        public SetupState state() {
            return SetupState.NEW;
        }

        @Override
        public Connector connector() {
            return new Connector(
                    identity(),
                    "1.2.3",
                    List.of(new Connector.NetworkAddress("192.0.2.7", "00:50:56:00:00:01")),
                    List.of(Connector.Capability.VSPHERE),
                    Instant.EPOCH);
        }

        @Override
        public Preferences preferences() {
            return new Preferences(true, false);
        }

        @Override
        public void prefer(Preferences preferences) {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public VcenterExamination checkVcenter() {
            return EXAMINATION;
        }

        @Override
        public AwsIdentity checkAws() {
            throw new UnsupportedOperationException("no face asks for it");
        }

        @Override
        public KnownSides knownSides() {
            throw new UnsupportedOperationException("no face asks for it");
        }

        @Override
        public void disassociate(boolean force) {
            if (inUse && !force) {
                throw Problem.fatal("CONNECTOR_IN_USE", "sms-run-1 has not ended", "Let it end.")
                        .asException();
            }
            disassociated = true;
        }

        @Override
        public SetupReport setUp(Secret text, boolean dry) {
            document = text.reveal(plain -> plain);
            dryRun = dry;
            return new SetupReport(setupFindings, List.of("aws"), SetupState.REGISTERED);
        }
    }

    private final class FakeInventory implements Inventory {
        private final Vm vm = new Vm(
                "vm-42",
                "web 01",
                "/DC0/vm/web 01",
                "uuid-1",
                PowerState.ON,
                "debian11_64Guest",
                Firmware.UEFI,
                List.of(new VmDisk(2000, "Hard disk 1", 1 << 30, "uuid-2", "[ds] web 01/web 01.vmdk", "persistent")));

        @Override
        public String vcenterId() {
            throw new UnsupportedOperationException("no face asks for it");
        }

        @Override
        public List<Vm> list() {
            inventoryFails.ifPresent(failure -> {
                throw failure;
            });
            return List.of(vm);
        }

        @Override
        public Optional<Vm> find(String idPathOrName) {
            return Set.of(vm.id(), vm.name(), vm.path()).contains(idPathOrName) ? Optional.of(vm) : Optional.empty();
        }

        @Override
        public List<Finding> preflight(String vmId) {
            return findings;
        }
    }
}
