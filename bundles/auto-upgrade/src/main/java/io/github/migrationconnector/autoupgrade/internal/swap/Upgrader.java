package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.autoupgrade.internal.History;
import io.github.migrationconnector.autoupgrade.internal.Progress;
import io.github.migrationconnector.autoupgrade.internal.set.SetDifference;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import io.github.migrationconnector.autoupgrade.internal.set.Trial;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
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
    private final Path log;
    private final Components components;
    private final LocalChecks checks;
    private final Leftovers leftovers;
    private final Restart restart;
    private final Clock clock = Clock.systemUTC();

    /**
     * Makes one.
     *
     * @param home the daemon's
     */
    public Upgrader(
            BundleContext context, ServiceComponentRuntime runtime, Leftovers leftovers, History history, Path home) {
        this.context = context;
        this.leftovers = leftovers;
        this.sets = leftovers.sets();
        this.history = history;
        this.log = home.resolve("log");
        this.components = new Components(runtime, context);
        this.checks = new LocalChecks(context);
        this.restart = new Restart(context, home);
    }

    /**
     * How long a new set is watched.
     *
     * @param swap how long it may take to replace bundles
     * @param settle how long its first trouble may take to pass
     * @param watch how long all has to be well
     */
    public record Patience(Duration swap, Duration settle, Duration watch) {}

    /**
     * What is to be carried out.
     *
     * @param plan as it was shown
     * @param difference of the two sets
     * @param back whether it leads back, so that the store may go back too
     */
    public record Order(UpgradePlan plan, SetDifference difference, boolean back) {}

    /**
     * Carries an order out; returns when it has ended, or when the framework is about to start anew.
     *
     * @param hindrance why it has to wait; asked at the last moment
     * @return why nothing was done; empty when it was carried out
     */
    public Optional<String> carryOut(
            Order order, Patience patience, Progress progress, Supplier<Optional<String>> hindrance)
            throws InterruptedException {
        pause(ANSWER_TIME);
        Optional<String> why = hindrance.get();
        if (why.isPresent()) {
            LOG.info("The bundle set {} does not come into force now: it {}", order.plan.toSet(), why.get());
        } else {
            carryOut(order, patience, progress);
        }
        return why;
    }

    private void carryOut(Order order, Patience patience, Progress progress) throws InterruptedException {
        UpgradePlan plan = order.plan;
        Instant since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        restart.prepare();
        history.begin(record(plan, since, UpgradeOutcome.CUT_OFF, "the daemon ended before the upgrade did"), plan);
        if (plan.restart()) {
            if (order.back) {
                sets.letRestoreStore(plan.toSet());
            }
            select(plan, plan.fromSet(), since);
            LOG.info("Starting anew with the bundle set {}", plan.toSet());
            progress.reach(UpgradeStage.RESTARTING);
            restart.again();
            return;
        }
        Baseline before = Baseline.now(log, components, checks);
        LiveSwap swap = new LiveSwap(context, before.log());
        List<String> changed = plan.changes().stream().map(BundleChange::name).toList();
        LeftThreads old = new LeftThreads(context, changed);
        Optional<String> trouble;
        try {
            progress.reach(UpgradeStage.SWAPPING);
            if (!swap.carryOut(order.difference.replacements(plan.changes()), patience.swap(), progress)) {
                hangs(record(plan, since, UpgradeOutcome.PUT_BACK, hanging(patience)), progress);
                return;
            }
            progress.reach(UpgradeStage.WATCHING);
            trouble = gate(patience, progress).troubleOf(changed, before);
        } catch (RuntimeException | Error e) {
            trouble = Optional.of(words(e));
        }
        if (trouble.isPresent()) {
            UpgradeRecord record = record(plan, since, UpgradeOutcome.PUT_BACK, trouble.get());
            putBack(new Swapped(swap, changed, before, old), patience, record, progress);
            return;
        }
        Optional<String> left = old.stillRunning();
        if (left.isPresent()) {
            LOG.warn("The bundle set {} comes into force by a new process: {}", plan.toSet(), left.get());
            select(plan, plan.fromSet(), since);
            progress.reach(UpgradeStage.RESTARTING);
            restart.inNewProcess();
            return;
        }
        good(plan, since);
    }

    /** The set is on trial from the next start on; the pointer is moved last. */
    private void select(UpgradePlan plan, String wayBack, Instant since) {
        new Trial(plan.toSet(), alsoOnTrial(plan.fromSet()), wayBack, since).write(sets);
        sets.select(sets.named(plan.toSet()));
    }

    private String alsoOnTrial(String set) {
        return Trial.read(sets)
                .filter(trial -> trial.isOf(set))
                .map(ignored -> set)
                .orElse("");
    }

    private void good(UpgradePlan plan, Instant since) {
        sets.setPrevious(plan.fromSet());
        if (hasUntriedUpgrader(plan.toSet())) {
            // its own start is still to come, and the way back from there is the set that has had one
            select(plan, leftovers.startedFrom(), since);
        } else {
            sets.select(sets.named(plan.toSet()));
            Trial.end(sets);
        }
        note(record(plan, since, UpgradeOutcome.GOOD, ""));
        leftovers.remove();
        LOG.info("The bundle set {} is in force", plan.toSet());
    }

    private boolean hasUntriedUpgrader(String set) {
        String self = context.getBundle().getSymbolicName();
        return !sets.named(set)
                .digestOf(self)
                .equals(sets.named(leftovers.startedFrom()).digestOf(self));
    }

    /** What was done, and how all was before. */
    private record Swapped(LiveSwap swap, List<String> changed, Baseline before, LeftThreads old) {}

    private void putBack(Swapped swapped, Patience patience, UpgradeRecord record, Progress progress)
            throws InterruptedException {
        progress.reach(UpgradeStage.PUTTING_BACK);
        LOG.warn("The bundle set {} is put back: {}", record.toSet(), record.reason());
        LeftThreads bad = new LeftThreads(context, swapped.changed);
        boolean well = false;
        try {
            if (!swapped.swap.putBack(patience.swap())) {
                hangs(record, progress);
                return;
            }
            Patience brief = new Patience(patience.swap(), patience.settle(), Duration.ofSeconds(1));
            well = gate(brief, progress)
                    .troubleOf(swapped.changed, swapped.before.goneOn(log))
                    .isEmpty();
        } catch (RuntimeException | Error e) {
            LOG.warn("Putting back failed", e);
        }
        note(record);
        Optional<String> left = swapped.old.stillRunning();
        if (left.isEmpty()) {
            // they were asked to end just now
            left = bad.stillRunningAfter(patience.settle());
        }
        if (left.isPresent()) {
            LOG.warn("The bundle set {} goes on in a new process: {}", record.fromSet(), left.get());
            progress.reach(UpgradeStage.RESTARTING);
            restart.inNewProcess();
        } else if (well) {
            leftovers.remove();
        } else {
            LOG.warn("The bundle set {} is not well after it was put back; starting anew with it", record.fromSet());
            progress.reach(UpgradeStage.RESTARTING);
            restart.again();
        }
    }

    /** A full disk must not keep from what follows: a framework that is half swapped has to start anew. */
    private void note(UpgradeRecord record) {
        try {
            history.add(record);
        } catch (RuntimeException e) {
            LOG.error("How the upgrade to {} ended can't be noted: {}", record.toSet(), record.outcome(), e);
        }
    }

    /** Nothing can be done in this framework any more. The pointer names the set that was in force before. */
    private void hangs(UpgradeRecord record, Progress progress) {
        LOG.warn("A bundle hangs; starting a new process with the bundle set {}", record.fromSet());
        note(record);
        progress.reach(UpgradeStage.RESTARTING);
        restart.inNewProcess();
    }

    private static String hanging(Patience patience) {
        return "a bundle did not start or stop within " + patience.swap().toSeconds() + " s";
    }

    /** Notes how an upgrade ended that a restart cut in two, and watches a set that is on trial. */
    public void takeUp(Patience patience, Progress progress) throws InterruptedException {
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
            note(ended(begun, UpgradeOutcome.PUT_BACK, words.getOrDefault("reason", "")));
            leftovers.remove();
            return;
        }
        Optional<Trial> trial = Trial.read(sets).filter(found -> found.isOf(leftovers.startedFrom()));
        if (trial.isPresent()) {
            watch(trial.get(), patience, progress);
            return;
        }
        // one that never came into force
        Trial.end(sets);
        if (unfinished.isPresent()) {
            note(ended(
                    unfinished.get(), UpgradeOutcome.CUT_OFF, unfinished.get().reason()));
            leftovers.remove();
        }
    }

    private void watch(Trial trial, Patience patience, Progress progress) throws InterruptedException {
        restart.prepare();
        progress.reach(UpgradeStage.WATCHING);
        Baseline before = Baseline.ofStart(log, leftovers.begun());
        Optional<String> trouble;
        try {
            awaitStart();
            trouble = gate(patience, progress).troubleOf(changedBy(trial), before.started(checks));
        } catch (RuntimeException | Error e) {
            trouble = Optional.of(words(e));
        }
        String set = leftovers.startedFrom();
        UpgradeRecord begun =
                new UpgradeRecord(trial.previous(), set, trial.since(), clock.instant(), UpgradeOutcome.GOOD, "");
        if (trouble.isEmpty()) {
            if (history.unfinished().isPresent()) {
                sets.setPrevious(trial.previous());
                note(begun);
            }
            Trial.end(sets);
            leftovers.remove();
            LOG.info("The bundle set {} is in force", set);
            return;
        }
        progress.reach(UpgradeStage.PUTTING_BACK);
        LOG.warn("The bundle set {} is put back: {}", set, trouble.get());
        sets.letRestoreStore(trial.previous());
        sets.select(sets.named(trial.previous()));
        Trial.end(sets);
        note(ended(begun, UpgradeOutcome.PUT_BACK, trouble.get()));
        progress.reach(UpgradeStage.RESTARTING);
        restart.again();
    }

    /** The bundles that a restart brought; none are known of one that was begun before plans were kept. */
    private List<String> changedBy(Trial trial) {
        return history.planOf(trial.since())
                .map(plan -> plan.changes().stream().map(BundleChange::name).toList())
                .orElse(List.of());
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

    private static String words(Throwable trouble) {
        return String.valueOf(trouble.getMessage() == null ? trouble : trouble.getMessage());
    }

    private HealthGate gate(Patience patience, Progress progress) {
        return new HealthGate(context, components, patience, progress);
    }

    private UpgradeRecord record(UpgradePlan plan, Instant since, UpgradeOutcome outcome, String reason) {
        return new UpgradeRecord(plan.fromSet(), plan.toSet(), since, clock.instant(), outcome, reason);
    }

    private UpgradeRecord ended(UpgradeRecord begun, UpgradeOutcome outcome, String reason) {
        return new UpgradeRecord(begun.fromSet(), begun.toSet(), begun.startedAt(), clock.instant(), outcome, reason);
    }
}
