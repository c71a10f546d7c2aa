package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.autoupgrade.internal.History;
import io.github.migrationconnector.autoupgrade.internal.set.DurableFiles;
import io.github.migrationconnector.autoupgrade.internal.set.InstalledSet;
import io.github.migrationconnector.autoupgrade.internal.set.SetDifference;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import io.github.migrationconnector.autoupgrade.internal.set.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a staged set in force and watches it; puts the previous one back when it is not well. One at a time. */
public final class Upgrader {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrader.class);
    private static final int HIGHEST_START_LEVEL = 30;
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    /** So that the answer to whoever asked for it gets out before the API is swapped. */
    private static final Duration ANSWER_TIME = Duration.ofMillis(500);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final BundleContext context;
    private final Sets sets;
    private final History history;
    private final Path home;
    private final Path log;
    private final Components components;
    private final Clock clock = Clock.systemUTC();

    /**
     * Makes one.
     *
     * @param home the daemon's
     */
    public Upgrader(BundleContext context, ServiceComponentRuntime runtime, Sets sets, History history, Path home) {
        this.context = context;
        this.sets = sets;
        this.history = history;
        this.home = home;
        this.log = home.resolve("log/connector.log");
        this.components = new Components(runtime, context);
    }

    /** How long a new set is watched, and how long its trouble may take to pass. */
    public record Patience(Duration settle, Duration watch) {}

    /** Carries a plan out; returns when it has ended, or when the framework is about to start anew. */
    public void carryOut(UpgradePlan plan, SetDifference difference, Patience patience, Consumer<UpgradeStage> stage)
            throws InterruptedException {
        Instant since = clock.instant();
        history.begin(record(plan, since, UpgradeOutcome.CUT_OFF, "the daemon ended before the upgrade did"));
        pause(ANSWER_TIME);
        InstalledSet from = sets.named(plan.fromSet());
        InstalledSet to = sets.named(plan.toSet());
        if (plan.restart()) {
            stage.accept(UpgradeStage.RESTARTING);
            LOG.info("Starting anew with the bundle set {}", to.version());
            new Trial(to.version(), from.version(), since).write(sets);
            sets.select(to);
            restart();
            return;
        }
        Set<String> unsatisfied = components.unsatisfied();
        LiveSwap swap = new LiveSwap(context);
        List<String> changed = plan.changes().stream().map(BundleChange::name).toList();
        Optional<String> trouble;
        try {
            stage.accept(UpgradeStage.SWAPPING);
            swap.carryOut(difference.replacements(plan.changes()));
            stage.accept(UpgradeStage.WATCHING);
            trouble = gate(patience).troubleOf(changed, unsatisfied, new LogWatch(log));
        } catch (RuntimeException | Error e) {
            trouble = Optional.of(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        }
        if (trouble.isEmpty()) {
            if (plan.changes().stream().anyMatch(change -> change.way() == ChangeWay.NEXT_START)) {
                new Trial(to.version(), from.version(), since).write(sets);
            } else {
                Trial.end(sets);
            }
            sets.setPrevious(from.version());
            sets.select(to);
            history.add(record(plan, since, UpgradeOutcome.GOOD, ""));
            sets.prune(Set.of(startedFrom()));
            LOG.info("The bundle set {} is in force", to.version());
            return;
        }
        stage.accept(UpgradeStage.PUTTING_BACK);
        LOG.warn("The bundle set {} is put back: {}", to.version(), trouble.get());
        boolean well = putBack(swap, changed, unsatisfied, patience);
        history.add(record(plan, since, UpgradeOutcome.PUT_BACK, trouble.get()));
        if (well) {
            sets.prune(Set.of(startedFrom()));
        } else {
            LOG.warn("The bundle set {} is not well after it was put back; starting anew with it", from.version());
            restart();
        }
    }

    private boolean putBack(LiveSwap swap, List<String> changed, Set<String> unsatisfied, Patience patience)
            throws InterruptedException {
        try {
            swap.putBack();
            Patience brief = new Patience(patience.settle(), Duration.ofSeconds(1));
            return gate(brief)
                    .troubleOf(changed, unsatisfied, new LogWatch(log))
                    .isEmpty();
        } catch (RuntimeException | Error e) {
            LOG.warn("Putting back failed", e);
            return false;
        }
    }

    /** Notes how an upgrade ended that a restart cut in two, and watches a set that is on trial. */
    public void takeUp(Patience patience, Consumer<UpgradeStage> stage) throws InterruptedException {
        Optional<Map<String, String>> fallBack = Trial.takeFallBack(sets);
        Optional<UpgradeRecord> unfinished = history.unfinished();
        if (fallBack.isPresent()) {
            Map<String, String> words = fallBack.get();
            UpgradeRecord begun = unfinished.orElseGet(() -> new UpgradeRecord(
                    words.getOrDefault("previous", ""),
                    words.getOrDefault("set", ""),
                    clock.instant(),
                    clock.instant(),
                    UpgradeOutcome.PUT_BACK,
                    ""));
            history.add(ended(begun, UpgradeOutcome.PUT_BACK, words.getOrDefault("reason", "")));
            sets.prune(Set.of(startedFrom()));
            return;
        }
        Optional<Trial> trial = Trial.read(sets).filter(found -> found.set().equals(startedFrom()));
        if (trial.isPresent()) {
            watch(trial.get(), patience, stage);
            return;
        }
        // one that never came into force
        Trial.end(sets);
        if (unfinished.isPresent()) {
            history.add(ended(
                    unfinished.get(), UpgradeOutcome.CUT_OFF, unfinished.get().reason()));
            sets.prune(Set.of(startedFrom()));
        }
    }

    private void watch(Trial trial, Patience patience, Consumer<UpgradeStage> stage) throws InterruptedException {
        stage.accept(UpgradeStage.WATCHING);
        LogWatch errors = new LogWatch(log);
        Optional<String> trouble;
        try {
            awaitStart();
            trouble = gate(patience).troubleOf(List.of(), Set.of(), errors);
        } catch (RuntimeException | Error e) {
            trouble = Optional.of(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        }
        UpgradeRecord begun = new UpgradeRecord(
                trial.previous(), trial.set(), trial.since(), clock.instant(), UpgradeOutcome.GOOD, "");
        if (trouble.isEmpty()) {
            sets.setPrevious(trial.previous());
            Trial.end(sets);
            history.add(begun);
            sets.prune(Set.of(startedFrom()));
            LOG.info("The bundle set {} is in force", trial.set());
            return;
        }
        stage.accept(UpgradeStage.PUTTING_BACK);
        LOG.warn("The bundle set {} is put back: {}", trial.set(), trouble.get());
        sets.select(sets.named(trial.previous()));
        Trial.end(sets);
        history.add(ended(begun, UpgradeOutcome.PUT_BACK, trouble.get()));
        restart();
    }

    private void awaitStart() throws InterruptedException {
        FrameworkStartLevel level =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (level.getStartLevel() < HIGHEST_START_LEVEL) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the framework did not come up within " + START_LIMIT.toMinutes() + " min");
            }
            pause(BETWEEN_LOOKS);
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The framework ends and is started again by the launcher, with the set that the pointer names. */
    private void restart() {
        try {
            // an update of the system bundle would start the old set again (OSGi Core 8, 10.2.2.11)
            DurableFiles.write(home.resolve("run/restart"), new byte[0]);
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException | IOException e) {
            throw new IllegalStateException("the framework can't be started anew", e);
        }
    }

    private HealthGate gate(Patience patience) {
        return new HealthGate(context, components, patience.settle(), patience.watch());
    }

    private String startedFrom() {
        return String.valueOf(context.getProperty("connector.set"));
    }

    private UpgradeRecord record(UpgradePlan plan, Instant since, UpgradeOutcome outcome, String reason) {
        return new UpgradeRecord(plan.fromSet(), plan.toSet(), since, clock.instant(), outcome, reason);
    }

    private UpgradeRecord ended(UpgradeRecord begun, UpgradeOutcome outcome, String reason) {
        return new UpgradeRecord(begun.fromSet(), begun.toSet(), begun.startedAt(), clock.instant(), outcome, reason);
    }
}
