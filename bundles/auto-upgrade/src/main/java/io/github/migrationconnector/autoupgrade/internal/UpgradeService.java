package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.autoupgrade.internal.set.InstalledSet;
import io.github.migrationconnector.autoupgrade.internal.set.SetDifference;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import io.github.migrationconnector.autoupgrade.internal.set.Staging;
import io.github.migrationconnector.autoupgrade.internal.source.Channels;
import io.github.migrationconnector.autoupgrade.internal.source.ZipRepository;
import io.github.migrationconnector.autoupgrade.internal.swap.Planner;
import io.github.migrationconnector.autoupgrade.internal.swap.Upgrader;
import io.github.migrationconnector.autoupgrade.internal.tuf.Repository;
import io.github.migrationconnector.autoupgrade.internal.tuf.Targets;
import io.github.migrationconnector.autoupgrade.internal.tuf.TrustStore;
import io.github.migrationconnector.autoupgrade.internal.tuf.TufClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Upgrades as a service. One thread carries them out, one after the other. */
@Component(immediate = true, service = Upgrades.class, configurationPid = UpgradeService.PID)
@Designate(ocd = UpgradeService.Config.class)
public final class UpgradeService implements Upgrades {
    static final String PID = "connector.upgrade";
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeService.class);

    private final Path home;
    private final Sets sets;
    private final History history;
    private final Planner planner;
    private final Upgrader upgrader;
    private final ExecutorService worker;
    private volatile Config config;
    private volatile UpgradeStage stage = UpgradeStage.IDLE;
    private volatile String target = "";

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

    /** Settings. */
    @ObjectClassDefinition(name = "Upgrades", description = "Where releases come from and how long they are watched")
    @interface Config {
        @AttributeDefinition(name = "Channel", description = "https URL of a repository of releases; empty: files only")
        String channel() default "";

        @AttributeDefinition(
                name = "Channel's CA",
                description = "PEM file with the certificates to trust for the channel; empty: those of Java")
        String channelCa() default "";

        @AttributeDefinition(name = "Watch", description = "Seconds that a new set has to be well, 1 to 300")
        int watchSeconds() default 30;

        @AttributeDefinition(name = "Settle", description = "Seconds in which its first trouble may pass, 0 to 120")
        int settleSeconds() default 10;
    }

    /** Takes up what a restart cut in two. */
    @Activate
    public UpgradeService(BundleContext context, @Reference ServiceComponentRuntime runtime, Config config) {
        this.home = Path.of(property(context, "connector.home"));
        this.config = config;
        this.sets = new Sets(home.resolve("sets"), Path.of(property(context, "connector.distribution.bundles")));
        this.history = new History(home.resolve("upgrades"));
        this.planner = new Planner(context);
        this.upgrader = new Upgrader(context, runtime, sets, history, home);
        this.worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "upgrade"));
        begin(() -> upgrader.takeUp(patience(), this::reach));
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the framework property " + name + " is missing");
        }
        return value;
    }

    @Modified
    void modified(Config changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        worker.shutdownNow();
    }

    private Upgrader.Patience patience() {
        return new Upgrader.Patience(
                Duration.ofSeconds(Math.max(0, Math.min(120, config.settleSeconds()))),
                Duration.ofSeconds(Math.max(1, Math.min(300, config.watchSeconds()))));
    }

    @Override
    public UpgradeStatus status() {
        String current = sets.current().version();
        String previous = sets.previous().filter(name -> !name.equals(current)).orElse("");
        return new UpgradeStatus(current, stage, target, previous, sets.kept(), history.records());
    }

    @Override
    public UpgradePlan plan(Path file) {
        try (Repository repository = ZipRepository.open(file)) {
            return prepare(repository, false);
        }
    }

    @Override
    public UpgradePlan planFromChannel() {
        try (Repository repository = Channels.open(config.channel(), config.channelCa())) {
            return prepare(repository, false);
        }
    }

    @Override
    public UpgradePlan apply(Path file) {
        try (Repository repository = ZipRepository.open(file)) {
            return prepare(repository, true);
        }
    }

    @Override
    public UpgradePlan applyFromChannel() {
        try (Repository repository = Channels.open(config.channel(), config.channelCa())) {
            return prepare(repository, true);
        }
    }

    @Override
    public UpgradePlan rollBack() {
        claim();
        boolean begun = false;
        try {
            String previous = sets.previous()
                    .filter(name -> !name.equals(sets.current().version()))
                    .orElseThrow(() -> Problem.fatal(
                                    "UPGRADE_NO_PREVIOUS_SET", "there is no set to go back to", "Apply a release.")
                            .asException());
            UpgradePlan plan = proceed(sets.named(previous), "", true);
            begun = true;
            return plan;
        } finally {
            if (!begun) {
                reach(UpgradeStage.IDLE);
            }
        }
    }

    private UpgradePlan prepare(Repository repository, boolean carryOut) {
        claim();
        boolean begun = false;
        try {
            TrustStore trust = new TrustStore(home.resolve("upgrades"), home.resolve("conf/upgrade-root.json"));
            Targets targets = new TufClient(trust, Clock.systemUTC()).refresh(repository);
            String notes = Staging.notes(repository, targets, targets.newestRelease());
            reach(UpgradeStage.STAGING);
            UpgradePlan plan = proceed(new Staging(sets).stage(repository, targets), notes, carryOut);
            begun = carryOut;
            return plan;
        } finally {
            if (!begun) {
                reach(UpgradeStage.IDLE);
            }
        }
    }

    private UpgradePlan proceed(InstalledSet to, String notes, boolean carryOut) {
        InstalledSet from = sets.current();
        SetDifference difference = planner.difference(from, to);
        List<BundleChange> changes = difference.changes();
        UpgradePlan plan = new UpgradePlan(
                from.version(), to.version(), notes, changes, planner.services(changes), activeRuns(changes));
        if (carryOut) {
            if (from.version().equals(to.version())) {
                throw Problem.fatal(
                                "UPGRADE_NOTHING_NEWER",
                                "the set " + to.version() + " is in force already",
                                "There is nothing to do.")
                        .asException();
            }
            target = to.version();
            begin(() -> upgrader.carryOut(plan, difference, patience(), this::reach));
        }
        return plan;
    }

    private List<String> activeRuns(List<BundleChange> changes) {
        Replication present = replication;
        if (present == null || changes.isEmpty()) {
            return List.of();
        }
        return present.jobs().stream()
                .flatMap(job -> present.runs(job.id()).stream().limit(1))
                .filter(run -> !run.state().ended())
                .map(run -> run.id())
                .toList();
    }

    private synchronized void claim() {
        if (stage != UpgradeStage.IDLE) {
            throw new Problem(
                            "UPGRADE_UNDER_WAY",
                            "an upgrade is under way: " + stage,
                            "Wait until it has ended; upgrade status tells.",
                            Retry.WHEN_FREE)
                    .asException();
        }
        stage = UpgradeStage.VERIFYING;
    }

    private void reach(UpgradeStage reached) {
        stage = reached;
        if (reached == UpgradeStage.IDLE) {
            target = "";
        }
    }

    /** What the worker does. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private void begin(Work work) {
        worker.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                LOG.info("The daemon ends; the upgrade is taken up at its next start");
            } catch (RuntimeException e) {
                LOG.error("The upgrade failed", e);
            } finally {
                if (stage != UpgradeStage.RESTARTING) {
                    reach(UpgradeStage.IDLE);
                }
            }
        });
    }
}
