package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSecrets;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadState;
import io.github.migrationconnector.api.logupload.UploadTarget;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Preferences;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.logupload.internal.HomeFiles;
import io.github.migrationconnector.logupload.internal.KeptSettings;
import io.github.migrationconnector.logupload.internal.Secrets;
import io.github.migrationconnector.logupload.internal.log.LogDirectory;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Uploads the logs of this home, to whichever targets there are. */
@Component(service = LogUploads.class, immediate = true)
public final class LogUploadService implements LogUploads {
    static final String PID = "io.github.migrationconnector.logupload";
    private static final Batches.Bounds BOUNDS = new Batches.Bounds(16 << 20, 64 << 20);

    private final HomeFiles home;
    private final KeptSettings kept;
    private final UploadWorker worker;
    private final TargetTrial trial;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<UploadTarget> targets;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CredentialStore credentials;

    @Activate
    public LogUploadService(BundleContext context, @Reference ConfigurationAdmin configurations) {
        home = HomeFiles.of(context);
        kept = new KeptSettings(configurations, home.conf(), PID);
        UploadJournal journal = new UploadJournal(home.home().resolve("log-upload"));
        Clock clock = Clock.systemUTC();
        Batches batches = new Batches(new LogDirectory(home.log()), journal, BOUNDS, clock);
        trial = new TargetTrial(home.home().resolve("log-upload"), TargetTrial.WITHIN);
        FreeRoom room = new FreeRoom(home.home());
        Uploader uploader = new Uploader(journal, batches, clock, () -> room.isFor(BOUNDS.spoolBytes()));
        worker = new UploadWorker(journal, uploader, new UploadSchedule(Math::random), clock, this::means);
    }

    @Activate
    void begin() {
        worker.start(this::chosen);
    }

    @Deactivate
    void end() {
        trial.close();
        worker.close();
    }

    private UploadSettings settings() {
        return Settings.read(kept.read());
    }

    /** Whether it is to be made by itself: it was chosen, and there is a target. */
    private boolean chosen() {
        return automatic() && settings().kind() != UploadKind.NONE;
    }

    private boolean automatic() {
        Registration present = registration;
        return present != null && present.preferences().uploadLogs();
    }

    @Override
    public UploadState state() {
        Map<String, String> now = kept.read();
        return new UploadState(
                automatic(), Settings.read(now), Settings.secretNames(now), worker.progress(), worker.trouble());
    }

    /** Nothing is known without the store: what it keeps must not be taken for nothing, and be written over. */
    private Map<String, Secret> record(String purpose) {
        CredentialStore store = Optional.ofNullable(credentials).orElseThrow(() -> absent("credential store"));
        return store.get(UploadSecrets.RECORD, purpose).orElse(Map.of());
    }

    @Override
    public synchronized UploadState set(UploadChange change) {
        Map<String, Secret> before = record("change secrets of the upload");
        Map<String, Secret> after = new HashMap<>(before);
        after.putAll(change.secrets());
        after.values().removeIf(Secret::isEmpty);
        try {
            Settings.require(
                    change.settings(),
                    after.containsKey(UploadSecrets.PASSWORD) || after.containsKey(UploadSecrets.PRIVATE_KEY));
            if (!change.secrets().isEmpty()) {
                keep(after);
            }
            Map<String, String> settings = new HashMap<>(Settings.write(change.settings()));
            settings.putAll(Settings.secretNames(after.keySet()));
            kept.change(settings);
        } finally {
            before.values().forEach(Secret::close);
        }
        prefer(change.automatic());
        worker.changed();
        return state();
    }

    private void keep(Map<String, Secret> secrets) {
        CredentialStore store = Optional.ofNullable(credentials).orElseThrow(() -> absent("credential store"));
        if (secrets.isEmpty()) {
            store.remove(UploadSecrets.RECORD);
        } else {
            store.put(UploadSecrets.RECORD, secrets);
        }
    }

    private void prefer(boolean automatic) {
        if (automatic != automatic()) {
            Registration present = Optional.ofNullable(registration).orElseThrow(() -> absent("registration"));
            present.prefer(new Preferences(automatic, present.preferences().autoUpgrade()));
        }
    }

    @Override
    public UploadState uploadNow() {
        requireTarget();
        worker.now();
        return state();
    }

    @Override
    public String test() {
        requireTarget();
        return trial.run(means());
    }

    private void requireTarget() {
        if (settings().kind() == UploadKind.NONE) {
            throw Problem.fatal(
                            "LOG_UPLOAD_NO_TARGET",
                            "It was not said where logs go",
                            "Choose a target: connector logs upload set --help")
                    .asException();
        }
    }

    private Uploader.Means means() {
        UploadSettings settings = settings();
        Registration present = Optional.ofNullable(registration).orElseThrow(() -> absent("registration"));
        return new Uploader.Means(
                settings,
                present.identity().id(),
                () -> target(settings.kind()),
                () -> new Secrets(home, () -> Optional.ofNullable(credentials)).cleaner(settings.hideNames()),
                () -> record("upload logs"));
    }

    private UploadTarget target(UploadKind kind) {
        return targets.stream()
                .filter(target -> target.kind() == kind)
                .findFirst()
                .orElseThrow(() -> absent("upload to " + kind));
    }

    private static ConnectorException absent(String name) {
        return new Problem(
                        "SERVICE_ABSENT",
                        "the service " + name + " is not there",
                        "Try again in a moment; if it stays away, look at the bundles in the status.",
                        Retry.ON_RESUME)
                .asException();
    }
}
