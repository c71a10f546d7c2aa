package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.VcenterCheck;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up from a document. Its log names sections and codes, never a value. */
@Component(service = Registration.class, immediate = true)
public final class SetupRegistration implements Registration {
    private static final Logger log = LoggerFactory.getLogger(SetupRegistration.class);
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String UNNAMED = "connector";

    private final AwaitedService<CredentialStore> credentials;
    private final AwaitedService<AwsCheck> awsCheck;
    private final AwaitedService<VcenterCheck> vcenterCheck;
    private final SetupReader reader = new SetupReader();
    private final Identity identity;
    private final Settings settings;
    private final Access access;
    private final SetupChanges changes;
    private final Sides sides;

    @Activate
    public SetupRegistration(
            BundleContext context,
            @Reference Database database,
            @Reference ConfigurationAdmin configurations,
            @Reference Access access) {
        this(database, new Settings(configurations, Homes.settingsDirectory(context)), access, BOUND);
    }

    SetupRegistration(Database database, Settings settings, Access access, Duration bound) {
        credentials = new AwaitedService<>("credential store", bound);
        awsCheck = new AwaitedService<>("check of AWS", bound);
        vcenterCheck = new AwaitedService<>("check of vCenter", bound);
        sides = new Sides(awsCheck::get, vcenterCheck::get);
        this.settings = settings;
        this.access = access;
        settings.load();
        identity = new Identity(database);
        changes = new SetupChanges(settings, credentials::get, access);
    }

    @Override
    public ConnectorIdentity identity() {
        return new ConnectorIdentity(
                identity.id(), settings.get(Settings.REGISTRATION).getOrDefault(SetupChanges.NAME, UNNAMED));
    }

    @Override
    public SetupState state() {
        boolean registered = settings.get(Settings.REGISTRATION).containsKey(SetupChanges.LICENCE)
                && !settings.get(Settings.AWS).isEmpty()
                && !settings.get(Settings.VCENTER).isEmpty();
        return registered ? SetupState.REGISTERED : SetupState.NEW;
    }

    @Override
    public synchronized SetupReport setUp(Secret document, boolean dryRun) {
        Findings findings = new Findings();
        Optional<SetupDocument> read = reader.read(document, findings);
        read.ifPresent(sensible -> {
            checkPassword(sensible.administratorPassword(), findings);
            sides.check(sensible, findings);
        });
        if (read.isEmpty() || findings.any()) {
            log.info(
                    "A set-up document was refused: {} findings", findings.all().size());
            return new SetupReport(findings.all(), List.of(), state());
        }
        List<SetupChange> differences = changes.of(read.get());
        List<String> sections =
                differences.stream().map(SetupChange::section).distinct().toList();
        if (!dryRun) {
            changes.apply(differences);
            log.info("Set up; changed: {}", sections);
        }
        return new SetupReport(List.of(), sections, state());
    }

    private void checkPassword(Secret password, Findings findings) {
        if (password.isEmpty()) {
            return;
        }
        try {
            access.checkPassword(password);
        } catch (ConnectorException weak) {
            findings.add(
                    "$.administrator", weak.problem().message(), weak.problem().fix());
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCredentials(CredentialStore store) {
        credentials.arrived(store);
    }

    void unbindCredentials(CredentialStore store) {
        credentials.left(store);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAwsCheck(AwsCheck check) {
        awsCheck.arrived(check);
    }

    void unbindAwsCheck(AwsCheck check) {
        awsCheck.left(check);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVcenterCheck(VcenterCheck check) {
        vcenterCheck.arrived(check);
    }

    void unbindVcenterCheck(VcenterCheck check) {
        vcenterCheck.left(check);
    }
}
