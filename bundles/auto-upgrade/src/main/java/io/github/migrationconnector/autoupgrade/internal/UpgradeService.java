package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.store.StoreCopies;
import io.github.migrationconnector.api.upgrade.CleanUp;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeSource;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.autoupgrade.internal.set.InstalledSet;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import io.github.migrationconnector.autoupgrade.internal.swap.Leftovers;
import io.github.migrationconnector.autoupgrade.internal.swap.Planner;
import io.github.migrationconnector.autoupgrade.internal.swap.Upgrader;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Upgrades as a service. One thread carries them out, one after the other; another looks at the clock. */
@Component(immediate = true, service = Upgrades.class, configurationPid = UpgradeSettings.PID)
@Designate(ocd = UpgradeSettings.class)
public final class UpgradeService implements Upgrades, Neighbours, AutomaticDeeds.Hands {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeService.class);
    private static final String PUT_OFF = "UPGRADE_WAITS";
    private static final long FIRST_TICK_SECONDS = 5;
    private static final long TICK_SECONDS = 30;

    private final Clock clock = Clock.systemUTC();
    private final Sets sets;
    private final History history;
    private final Pin pin;
    private final Plans plans;
    private final Releases releases;
    private final Uploads uploads;
    private final Upgrader upgrader;
    private final Leftovers leftovers;
    private final AutomaticUpgrades automatic;
    private final Progress progress = new Progress();
    private final ExecutorService worker;
    private final ScheduledExecutorService ticking;
    private volatile UpgradeSettings settings;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile StoreCopies copies;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsConnection aws;

    /** Takes up what a restart cut in two. */
    @Activate
    public UpgradeService(BundleContext context, @Reference ServiceComponentRuntime runtime, UpgradeSettings settings) {
        Path home = Path.of(property(context, "connector.home"));
        this.settings = settings;
        this.sets = new Sets(home.resolve("sets"), Path.of(property(context, "connector.distribution.bundles")));
        this.history = new History(home.resolve("upgrades"));
        this.pin = new Pin(home.resolve("upgrades/pin"));
        this.leftovers = new Leftovers(context, sets, this::copies);
        this.uploads = new Uploads(home.resolve("upgrades"));
        this.releases = new Releases(home, sets, leftovers, clock);
        this.plans = new Plans(new Planner(context), this, home.resolve("conf"));
        this.upgrader = new Upgrader(context, runtime, leftovers, history, home);
        this.automatic = new AutomaticUpgrades(
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                new AutomaticDeeds(
                        this,
                        this,
                        new AutomaticDeeds.Kept(sets, history, pin, home.resolve("upgrades/last-look.json"))));
        this.worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "upgrade"));
        this.ticking = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "upgrade-clock"));
        progress.claim();
        begin(() -> upgrader.takeUp(patience(), progress));
        var unused = ticking.scheduleWithFixedDelay(this::tick, FIRST_TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the framework property " + name + " is missing");
        }
        return value;
    }

    @Modified
    void modified(UpgradeSettings changed) {
        settings = changed;
    }

    @Deactivate
    void deactivate() {
        ticking.shutdownNow();
        worker.shutdownNow();
    }

    private Upgrader.Patience patience() {
        return new Upgrader.Patience(
                Duration.ofSeconds(bounded(settings.swapSeconds(), 10, 3600)),
                Duration.ofSeconds(bounded(settings.settleSeconds(), 0, 120)),
                Duration.ofSeconds(bounded(settings.watchSeconds(), 1, 300)));
    }

    private static int bounded(int wanted, int least, int most) {
        return Math.max(least, Math.min(most, wanted));
    }

    private Window window() {
        try {
            return Window.parse(
                    settings.windowDays(), settings.windowStart(), settings.windowEnd(), ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            throw Problem.fatal(
                            "UPGRADE_WINDOW_WRONG",
                            "the maintenance window of upgrades can't be read: " + e.getMessage(),
                            "Correct windowDays, windowStart and windowEnd in conf/connector.upgrade.cfg of the home.")
                    .asException();
        }
    }

    private void tick() {
        try {
            automatic.tick(window(), bounded(settings.spreadPercent(), 0, 100) / 100.0, url());
        } catch (RuntimeException e) {
            LOG.warn("Looking for upgrades failed; it is done again", e);
        }
    }

    private String url() {
        return settings.channel().strip();
    }

    Releases.Channel channel() {
        return new Releases.Channel(url(), settings.channelCa(), proxy());
    }

    /** The one that AWS is reached through, as it leads out; none before there is one. */
    private ProxySettings proxy() {
        AwsConnection present = aws;
        try {
            return present == null ? ProxySettings.NONE : present.endpoints().proxy();
        } catch (ConnectorException notSetUp) {
            if (notSetUp.problem().code().equals("AWS_NOT_SET_UP")) {
                return ProxySettings.NONE;
            }
            throw notSetUp;
        }
    }

    @Override
    public Releases.Offer look() {
        return releases.look(channel());
    }

    /** Forgets a way back that is too old, and removes what nobody needs. */
    @Override
    public void tidy() {
        int days = bounded(settings.previousDays(), 0, 3650);
        if (sets.previousIsOlderThan(Duration.ofDays(days), clock.instant())) {
            progress.claim();
            try {
                sets.forgetPrevious();
                CleanUp gone = leftovers.remove();
                LOG.info("After {} days the way back is gone: {} bytes are free again", days, gone.bytes());
            } finally {
                progress.reach(UpgradeStage.IDLE);
            }
        }
    }

    @Override
    public UpgradeStatus status() {
        String current = sets.current().version();
        String previous = sets.previous().filter(name -> !name.equals(current)).orElse("");
        return new UpgradeStatus(
                current,
                progress.now(),
                previous,
                pin.isSet(),
                sets.kept(),
                automatic.view(window(), url()),
                history.records());
    }

    @Override
    public UpgradePlan plan(UpgradeSource source) {
        progress.claim();
        try {
            if (source instanceof UpgradeSource.Channel) {
                automatic.lookOnly(url());
            }
            Releases.Found found = releases.find(resolved(source), channel(), progress);
            return plans.order(sets.current(), found.set(), found.notes(), found.back())
                    .plan();
        } finally {
            releases.staging().drop();
            progress.reach(UpgradeStage.IDLE);
        }
    }

    @Override
    public UpgradePlan apply(UpgradeSource source, boolean acceptLoss) {
        return apply(source, acceptLoss, AutomaticDeeds.Hindrances.NONE);
    }

    @Override
    public void apply(UpgradeSource source, AutomaticDeeds.Hindrances hindrances) {
        UpgradePlan unused = apply(source, false, hindrances);
    }

    private UpgradePlan apply(UpgradeSource source, boolean acceptLoss, AutomaticDeeds.Hindrances hindrances) {
        pin.requireNone();
        progress.claim();
        boolean begun = false;
        try {
            Releases.Found found = releases.find(resolved(source), channel(), progress);
            InstalledSet from = sets.current();
            if (from.version().equals(found.set().version())) {
                throw Problem.fatal(
                                "UPGRADE_NOTHING_NEWER",
                                "the set " + from.version() + " is in force already",
                                "There is nothing to do.")
                        .asException();
            }
            if (!acceptLoss) {
                Plans.requireNoLoss(plans.order(from, found.set(), found.notes(), found.back()));
            }
            Optional<String> why = hindrances.whenFetched().get();
            if (why.isPresent()) {
                throw putOff(why.get());
            }
            InstalledSet to = releases.staging().keep(found.set());
            Upgrader.Order order = plans.order(from, to, found.notes(), found.back());
            progress.target(to.version());
            begin(() -> upgrader.carryOut(order, patience(), progress, hindrances.atTheLast())
                    .ifPresent(automatic::putOff));
            begun = true;
            if (source instanceof UpgradeSource.Uploaded) {
                // the set that it brought is kept by now
                long unused = uploads.forget();
            }
            return order.plan();
        } finally {
            if (!begun) {
                releases.staging().drop();
                progress.reach(UpgradeStage.IDLE);
            }
        }
    }

    private UpgradeSource resolved(UpgradeSource source) {
        return source instanceof UpgradeSource.Uploaded ? new UpgradeSource.ReleaseFile(uploads.file()) : source;
    }

    @Override
    public UpgradePlan receive(InputStream release, long announcedBytes) {
        return uploads.receive(release, announcedBytes, file -> plan(new UpgradeSource.ReleaseFile(file)));
    }

    static ConnectorException putOff(String why) {
        return new Problem(PUT_OFF, "the upgrade " + why, "It is tried again by itself.", Retry.WHEN_FREE)
                .asException();
    }

    /** Whether an upgrade was not begun because something is in its way. */
    static boolean isPutOff(RuntimeException failure) {
        return failure instanceof ConnectorException refusal
                && refusal.problem().code().equals(PUT_OFF);
    }

    @Override
    public Optional<UpgradePlan> planOf(Instant startedAt) {
        return history.planOf(startedAt);
    }

    @Override
    public void pin(boolean stay) {
        pin.set(stay);
    }

    @Override
    public CleanUp cleanUp() {
        progress.claim();
        try {
            CleanUp gone = leftovers.remove();
            return new CleanUp(gone.sets(), gone.bytes() + uploads.forget());
        } finally {
            progress.reach(UpgradeStage.IDLE);
        }
    }

    @Override
    public Optional<StoreCopies> copies() {
        return Optional.ofNullable(copies);
    }

    @Override
    public Optional<Replication> replication() {
        return Optional.ofNullable(replication);
    }

    @Override
    public Optional<Registration> registration() {
        return Optional.ofNullable(registration);
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.ofNullable(audit);
    }

    /** What the worker does. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private void begin(Work work) {
        worker.execute(() -> {
            boolean asItShould = false;
            try {
                work.run();
                asItShould = true;
            } catch (InterruptedException e) {
                LOG.info("The daemon ends; the upgrade is taken up at its next start");
            } catch (RuntimeException e) {
                LOG.error("The upgrade failed", e);
            } finally {
                // a restart that could not be asked for never comes: another upgrade, or way back, must be possible
                if (!asItShould || progress.now().stage() != UpgradeStage.RESTARTING) {
                    progress.reach(UpgradeStage.IDLE);
                }
            }
        });
    }
}
