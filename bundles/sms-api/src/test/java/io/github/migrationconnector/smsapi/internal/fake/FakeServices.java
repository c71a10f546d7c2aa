package io.github.migrationconnector.smsapi.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGate;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.apikey.IssuedApiKey;
import io.github.migrationconnector.api.apikey.SigningKey;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Connector;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.api.registration.KnownSides;
import io.github.migrationconnector.api.registration.Preferences;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupStage;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.smsapi.internal.service.Services;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The services behind the API; one of them can be taken away. */
public final class FakeServices implements Services {
    public static final String ADMINISTRATORS_KEY = "AKIAADMINISTRATORAAA";
    public static final String OPERATORS_KEY = "AKIAOPERATORAAAAAAAA";
    public static final String VIEWERS_KEY = "AKIAVIEWERAAAAAAAAAA";
    public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public static final String CONNECTOR = "c-0123456789abcdef0";

    public final FakeJobs jobs = new FakeJobs();
    public final FakeCatalog catalog = new FakeCatalog(jobs);
    public final List<AuditEvent> audited = Collections.synchronizedList(new ArrayList<>());
    public final List<Finding> findings = new ArrayList<>();
    public final Set<String> away = new TreeSet<>();
    public volatile boolean auditUnwritable;
    public volatile SetupState setUp = SetupState.REGISTERED;
    public volatile Optional<Refusal> refusal = Optional.empty();
    public volatile Optional<Refusal> principalsRefusal = Optional.empty();

    private <T> T present(String name, T service) {
        if (away.contains(name)) {
            throw new Problem("SERVICE_ABSENT", "the service " + name + " is not there", "Wait.", Retry.ON_RESUME)
                    .asException();
        }
        return service;
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
    public ApiKeys apiKeys() {
        return present("apiKeys", new FakeKeys());
    }

    @Override
    public Audit audit() {
        return present("audit", new FakeAudit());
    }

    @Override
    public Registration registration() {
        return present("registration", new FakeRegistration());
    }

    @Override
    public Health health() {
        return present("health", new FakeHealth());
    }

    @Override
    public Inventory inventory() {
        return present("inventory", new FakeInventory());
    }

    @Override
    public FakeCatalog catalog() {
        return present("catalog", catalog);
    }

    @Override
    public FakeJobs replication() {
        return present("replication", jobs);
    }

    private static final class FakeKeys implements ApiKeys {
        @Override
        public Optional<SigningKey> find(String accessKeyId) {
            return switch (accessKeyId) {
                case OPERATORS_KEY ->
                    Optional.of(new SigningKey(new Principal("olga", Role.OPERATOR), Secret.of(SECRET)));
                case ADMINISTRATORS_KEY ->
                    Optional.of(new SigningKey(new Principal("ada", Role.ADMIN), Secret.of(SECRET)));
                case VIEWERS_KEY ->
                    Optional.of(new SigningKey(new Principal("victor", Role.VIEWER), Secret.of(SECRET)));
                default -> Optional.empty();
            };
        }

        @Override
        public List<ApiKey> list() {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public IssuedApiKey create(Actor actor, String owner, Role role, String description) {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public void revoke(Actor actor, String accessKeyId) {
            throw new UnsupportedOperationException("not by the SMS API");
        }
    }

    private final class FakeAudit implements Audit {
        @Override
        public void append(AuditEvent event) {
            if (auditUnwritable) {
                throw Problem.passing("AUDIT_UNWRITABLE", "the disk is full", "Free some space.")
                        .asException();
            }
            audited.add(event);
        }

        @Override
        public List<AuditRecord> newestBefore(long before, int most) {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public AuditVerification verify(AuditAnchor noted) {
            throw new UnsupportedOperationException("not by the SMS API");
        }
    }

    private final class FakeRegistration implements Registration {
        @Override
        public ConnectorIdentity identity() {
            return new ConnectorIdentity(CONNECTOR, "lab");
        }

        @Override
        public SetupStage stage() {
            return SetupStage.IDLE;
        }

        @Override
        public SetupState state() {
            return setUp;
        }

        @Override
        public Connector connector() {
            return new Connector(
                    identity(),
                    "0.1.0",
                    List.of(
                            new Connector.NetworkAddress("192.0.2.7", "00:50:56:01:02:03"),
                            new Connector.NetworkAddress("2001:db8::7", "")),
                    List.of(Connector.Capability.values()),
                    FakeJobs.THEN);
        }

        @Override
        public Preferences preferences() {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public void prefer(Preferences preferences) {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public VcenterExamination checkVcenter() {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public AwsIdentity checkAws() {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public KnownSides knownSides() {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public void disassociate(boolean force) {
            if (force) {
                throw new UnsupportedOperationException("never by the SMS API");
            }
            setUp = SetupState.NEW;
        }

        @Override
        public SetupReport setUp(Secret document, boolean dryRun) {
            throw new UnsupportedOperationException("not by the SMS API");
        }
    }

    private static final class FakeHealth implements Health {
        @Override
        public ConnectorHealth health() {
            return new ConnectorHealth(FakeJobs.THEN, List.of());
        }

        @Override
        public ConnectorHealth check() {
            throw new UnsupportedOperationException("not by the SMS API");
        }
    }

    private final class FakeInventory implements Inventory {
        @Override
        public String vcenterId() {
            throw new UnsupportedOperationException("no face asks for it");
        }

        @Override
        public List<Vm> list() {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public Optional<Vm> find(String idPathOrName) {
            throw new UnsupportedOperationException("not by the SMS API");
        }

        @Override
        public List<Finding> preflight(String vmId) {
            return findings;
        }
    }
}
