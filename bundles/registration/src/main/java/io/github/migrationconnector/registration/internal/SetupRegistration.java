package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.registration.Connector;
import io.github.migrationconnector.api.registration.Connector.Capability;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.api.registration.KnownSides;
import io.github.migrationconnector.api.registration.Preferences;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupStage;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.registration.internal.SetupDocument.AwsSide;
import io.github.migrationconnector.registration.internal.SetupDocument.VcenterSide;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who the connector is, and its set-up from a document. Its log names sections and codes, never a value. */
@Component(service = Registration.class, immediate = true)
public final class SetupRegistration implements Registration {
    private static final Logger log = LoggerFactory.getLogger(SetupRegistration.class);
    private static final String UNNAMED = "connector";

    private final SetupReader reader = new SetupReader();
    private final ConnectorHome home;
    private final Ports ports;
    private final Access access;
    private final String version;
    private final SetupChanges changes;
    private final Sides sides;
    private final HeldWork held;
    private volatile SetupStage stage = SetupStage.IDLE;

    @Activate
    public SetupRegistration(
            BundleContext context, @Reference ConnectorHome home, @Reference Ports ports, @Reference Access access) {
        this(home, ports, access, number(context.getBundle().getVersion()));
    }

    SetupRegistration(ConnectorHome home, Ports ports, Access access, String version) {
        this.home = home;
        this.ports = ports;
        this.access = access;
        this.version = version;
        changes = new SetupChanges(home.settings(), ports::credentials, access);
        sides = new Sides(ports, home);
        held = new HeldWork(ports, home.connections());
    }

    private static String number(Version version) {
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }

    @Override
    public ConnectorIdentity identity() {
        return new ConnectorIdentity(
                home.identity().id(),
                home.settings().get(Settings.REGISTRATION).getOrDefault(SetupChanges.NAME, UNNAMED));
    }

    @Override
    public Connector connector() {
        return new Connector(
                identity(),
                version,
                LocalNetwork.addresses(),
                List.of(Capability.values()),
                home.identity().associated());
    }

    @Override
    public SetupState state() {
        return home.settings().registered() ? SetupState.REGISTERED : SetupState.NEW;
    }

    @Override
    public SetupStage stage() {
        return stage;
    }

    @Override
    public Preferences preferences() {
        Map<String, String> kept = home.settings().get(Settings.REGISTRATION);
        return new Preferences(
                Boolean.parseBoolean(kept.get(SetupChanges.UPLOAD_LOGS)),
                Boolean.parseBoolean(kept.get(SetupChanges.AUTO_UPGRADE)));
    }

    @Override
    public synchronized void prefer(Preferences preferences) {
        Map<String, String> kept = new HashMap<>(home.settings().get(Settings.REGISTRATION));
        kept.put(SetupChanges.UPLOAD_LOGS, String.valueOf(preferences.uploadLogs()));
        kept.put(SetupChanges.AUTO_UPGRADE, String.valueOf(preferences.autoUpgrade()));
        home.settings().put(Settings.REGISTRATION, kept);
        log.info("Preferences: {}", preferences);
    }

    @Override
    public synchronized SetupReport setUp(Secret document, boolean dryRun) {
        try {
            return setUpByStages(document, dryRun);
        } finally {
            stage = SetupStage.IDLE;
        }
    }

    private SetupReport setUpByStages(Secret document, boolean dryRun) {
        Findings findings = new Findings();
        Optional<SetupDocument> read = reader.read(document, findings);
        List<SetupFinding> warnings = List.of();
        KnownSides both = KnownSides.NONE;
        if (read.isPresent()) {
            SetupDocument sensible = read.get();
            checkPassword(sensible.own().administratorPassword(), findings);
            stage = SetupStage.CHECKING_AWS;
            Optional<AwsIdentity> aws = sides.check(sensible.aws(), findings);
            aws.ifPresent(owner -> keepWhatIsHeld(sensible.aws(), owner, findings));
            stage = SetupStage.CHECKING_VCENTER;
            Optional<VcenterExamination> found = sides.check(sensible.vcenter(), findings);
            found.ifPresent(vcenter -> keepWhatIsHeld(sensible.vcenter(), vcenter, findings));
            warnings = found.map(PrivilegeWords::warnings).orElse(List.of());
            both = new KnownSides(
                    aws.map(AwsIdentity::accountId).orElse(""),
                    found.map(vcenter -> vcenter.identity().product()).orElse(""));
        }
        if (read.isEmpty() || findings.any()) {
            log.info(
                    "A set-up document was refused: {} findings", findings.all().size());
            return new SetupReport(findings.all(), warnings, List.of(), state());
        }
        List<SetupChange> differences = changes.of(read.get());
        List<String> sections =
                differences.stream().map(SetupChange::section).distinct().toList();
        if (!dryRun) {
            stage = SetupStage.STORING;
            boolean first = state() == SetupState.NEW;
            changes.apply(differences);
            home.identity().associate(both);
            forgetOvertaken(first);
            log.info("Set up; changed: {}", sections);
        }
        return new SetupReport(List.of(), warnings, sections, state());
    }

    /**
     * Forgets answers of a set-up that somebody began in the wizard, which another one overtook: they would wait for ever. All
     * is in force by now, so what can't be forgotten fails nothing; the next set-up tries again with those that are older
     * than the first one.
     */
    private void forgetOvertaken(boolean first) {
        Drafts drafts = new Drafts(home.database(), ports::credentials);
        try {
            if (first) {
                drafts.forgetAll();
            } else {
                drafts.forgetBefore(home.identity().associated());
            }
        } catch (RuntimeException failure) {
            log.warn("Answers of a set-up that was overtaken stay until the next one", failure);
        }
    }

    private void keepWhatIsHeld(AwsSide side, AwsIdentity owner, Findings findings) {
        if (state() != SetupState.REGISTERED) {
            return;
        }
        String account = knownSides().awsAccount();
        boolean sameAccount = account.isEmpty() || account.equals(owner.accountId());
        boolean sameRegion =
                home.connections().endpoints().region().equals(side.endpoints().region());
        try {
            held.requireNoneInAnotherPlace(sameAccount && sameRegion);
        } catch (ConnectorException inUse) {
            Sides.add(sameRegion ? "$.aws.accessKeyId" : "$.aws.region", inUse.problem(), findings);
        }
    }

    private void keepWhatIsHeld(VcenterSide side, VcenterExamination found, Findings findings) {
        if (state() != SetupState.REGISTERED) {
            return;
        }
        try {
            held.requireNoneElsewhere(side.endpoint(), found.identity().instanceUuid());
        } catch (ConnectorException inUse) {
            Sides.add(side.paths().host(), inUse.problem(), findings);
        }
    }

    @Override
    public VcenterExamination checkVcenter() {
        VcenterExamination found =
                sides.logIn(home.connections().endpoint(), home.connections().rawPassword());
        home.identity()
                .note(new KnownSides(knownSides().awsAccount(), found.identity().product()));
        return found;
    }

    @Override
    public AwsIdentity checkAws() {
        StoredConnections inForce = home.connections();
        AwsIdentity owner = ports.awsCheck().check(inForce.endpoints(), inForce.keys(), inForce.role());
        home.identity().note(new KnownSides(owner.accountId(), knownSides().vcenterProduct()));
        return owner;
    }

    @Override
    public KnownSides knownSides() {
        return home.identity().sides();
    }

    @Override
    public synchronized void disassociate(boolean force) {
        if (force) {
            log.warn("Letting go by force, whatever runs hold in vCenter and AWS");
        } else {
            held.requireNone();
        }
        // the settings first: with them gone nothing asks for the credentials any more
        Settings settings = home.settings();
        settings.put(Settings.REGISTRATION, Map.of());
        settings.put(Settings.AWS, Map.of());
        settings.put(Settings.VCENTER, Map.of());
        CredentialStore credentials = ports.credentials();
        for (String record : StoredConnections.RECORDS) {
            credentials.remove(record);
        }
        new Drafts(home.database(), ports::credentials).forgetAll();
        home.identity().forget();
        log.info("Let go of AWS and vCenter; the next set-up is that of another connector");
    }

    private void checkPassword(Secret password, Findings findings) {
        if (password.isEmpty()) {
            return;
        }
        try {
            access.checkPassword(password);
        } catch (ConnectorException weak) {
            Sides.add("$.administrator", weak.problem(), findings);
        }
    }
}
