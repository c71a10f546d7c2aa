package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the daemon until a signal, or the framework itself, ends it. */
public final class Daemon {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** Transfers stop at their next block, a put may take seconds; then the operating system's patience ends. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** For a framework that starts anew: runs that can't stop at their next block end with the process. */
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(60);

    /** In the file that asks for a start: a framework in this process will not do. */
    private static final String NEW_PROCESS = "new-process";

    private final Distribution distribution;
    private final Termination termination;
    private final PrintStream out;
    private final PrintStream err;
    private final Duration trialLimit;

    /**
     * Makes one.
     *
     * @param trialLimit a new set that does not start by then, or that nobody found well, is put back: what watches it may
     *     be what is broken in it
     */
    public Daemon(
            Distribution distribution, Termination termination, PrintStream out, PrintStream err, Duration trialLimit) {
        this.distribution = distribution;
        this.termination = termination;
        this.trialLimit = trialLimit;
        this.out = out;
        this.err = err;
    }

    /** Returns when the daemon has stopped. */
    public ExitCode run(Arguments.Run arguments) throws InterruptedException {
        Home home = arguments.home();
        HttpsAddress asked = address(arguments);
        home.prepare(distribution);
        HomeLock lock = HomeLock.take(home);
        try {
            return runLocked(home, HttpsPort.free(asked));
        } finally {
            lock.close();
        }
    }

    /** What follows the end of a framework. */
    private enum Next {
        END,
        START,
        /** Not in this process: something of the old framework may still act in it. */
        START_IN_NEW_PROCESS
    }

    /** Starts the set in force, and again whenever the framework asks for it. */
    private ExitCode runLocked(Home home, HttpsAddress address) throws InterruptedException {
        Trials trials = new Trials(home);
        Next next = Next.START;
        while (next == Next.START) {
            // also one that was written while a trial was put back: it would end the set that follows, found well
            forgetOldRequest(home);
            Optional<Trials.Trial> trial = trials.begin();
            try {
                next = serve(home, address, trial);
            } catch (LaunchException e) {
                next = putBack(trials, trial, e, Next.START);
            }
        }
        return next == Next.END ? ExitCode.DONE : ExitCode.AGAIN;
    }

    /** After a failure of a set on trial the previous one is started; any other failure is the daemon's end. */
    private Next putBack(Trials trials, Optional<Trials.Trial> trial, LaunchException failure, Next next) {
        if (trial.isEmpty() || termination.requested().getCount() == 0) {
            throw failure;
        }
        err.println("connector: the new bundle set is put back: " + failure.getMessage());
        trials.fallBack(failure.getMessage());
        return next;
    }

    /** Runs one framework to its end; what is to follow. */
    private Next serve(Home home, HttpsAddress address, Optional<Trials.Trial> trial) throws InterruptedException {
        BundleSets sets = new BundleSets(distribution);
        BundleSet set = sets.current(home, Mode.RUN);
        HttpsIdentity identity = new HttpsIdentityFiles(home.tls(), Clock.systemUTC()).loadOrMake();
        Logging.direct(home, Mode.RUN);
        Map<String, String> settings =
                new HashMap<>(FrameworkSettings.common(home, new Cache(home).daemon(), set, Mode.RUN));
        settings.put(
                FrameworkSettings.DISTRIBUTION_BUNDLES, distribution.bundles().toString());
        trial.ifPresent(begun -> {
            settings.put(FrameworkSettings.SET_BEFORE, begun.previous());
            settings.put(FrameworkSettings.TRIAL_SINCE, begun.since());
        });
        settings.putAll(FrameworkSettings.web(address, identity));
        StartReserve reserve = new StartReserve(home, err);
        reserve.release();
        RunningFramework framework = RunningFramework.install(settings, set, Mode.RUN);
        Announcement announcement = new Announcement(home.address(), address.localUrl(), err);
        termination.onSignal(() -> stop(framework, home));
        try {
            start(framework, trial.isPresent());
            requireStarted(framework, trial.isPresent());
            if (HttpsPort.awaitAnswer(address, identity.certificate(), ANSWER_LIMIT, termination.requested())) {
                announcement.begin();
                greet(set, address, identity);
            }
            if (trial.isPresent()) {
                requireEndOfTrial(home, framework);
            }
            boolean stopped = framework.awaitStop(RESTART_LIMIT, () -> {
                announcement.again();
                reserve.keep();
                return Files.exists(home.restart());
            });
            return stopped ? asked(home) : leftRunning(home);
        } catch (IOException e) {
            throw home.notWritable(e);
        } catch (LaunchException e) {
            boolean stopped = stop(framework, home) == ExitCode.DONE;
            return putBack(new Trials(home), trial, e, stopped ? Next.START : Next.START_IN_NEW_PROCESS);
        }
    }

    /** A bundle that hangs in its start would hang it for ever. */
    private void start(RunningFramework framework, boolean trial) throws InterruptedException {
        if (!trial) {
            framework.start();
        } else if (!framework.startsWithin(trialLimit)) {
            throw new LaunchException("it did not start within " + words(trialLimit), "read the log");
        }
    }

    /** What whoever stopped the framework wants. */
    private static Next asked(Home home) throws IOException {
        if (Files.notExists(home.restart())) {
            return Next.END;
        }
        boolean newProcess =
                Files.readString(home.restart(), StandardCharsets.UTF_8).strip().equals(NEW_PROCESS);
        Files.delete(home.restart());
        return newProcess ? Next.START_IN_NEW_PROCESS : Next.START;
    }

    private Next leftRunning(Home home) throws IOException {
        err.println("connector: the bundles did not stop within " + words(RESTART_LIMIT) + "; the process ends");
        Files.deleteIfExists(home.restart());
        return Next.START_IN_NEW_PROCESS;
    }

    private static String words(Duration limit) {
        return limit.compareTo(Duration.ofMinutes(2)) < 0 ? limit.toSeconds() + " s" : limit.toMinutes() + " minutes";
    }

    private static void forgetOldRequest(Home home) {
        try {
            Files.deleteIfExists(home.restart());
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    private void requireEndOfTrial(Home home, RunningFramework framework) throws InterruptedException {
        if (!framework.stopsWithin(trialLimit) && new Trials(home).isUnderWay()) {
            throw new LaunchException("it was not found well within " + words(trialLimit), "read the log");
        }
    }

    private static HttpsAddress address(Arguments.Run arguments) {
        try {
            return HttpsAddress.parse(arguments.bind(), arguments.port());
        } catch (IllegalArgumentException e) {
            throw LaunchException.wrongUse(e.getMessage());
        }
    }

    private void requireStarted(RunningFramework framework, boolean trial) {
        for (String failure : framework.failuresOf(Tier.LIVE)) {
            err.println("connector: a bundle did not start: " + failure);
        }
        List<String> failures = new ArrayList<>(framework.failuresOf(Tier.PLATFORM));
        if (trial) {
            failures.addAll(framework.failuresOf(Tier.LIVE));
        }
        if (!failures.isEmpty()) {
            throw new LaunchException(
                    (trial ? "bundles" : "the platform") + " did not start: " + String.join("; ", failures),
                    "read log/ in the home; if the files are damaged, install the connector again");
        }
    }

    private void greet(BundleSet set, HttpsAddress address, HttpsIdentity identity) {
        out.printf(
                "connector %s answers at %s/ (certificate SHA-256 %s)%n",
                set.version(), address.publicUrl(), identity.fingerprint());
        out.flush();
    }

    private ExitCode stop(RunningFramework framework, Home home) throws InterruptedException {
        boolean stopped = framework.stop(STOP_LIMIT);
        try {
            Files.deleteIfExists(home.address());
        } catch (IOException e) {
            err.println("connector: " + home.address() + " stays behind: " + e.getMessage());
        }
        if (!stopped) {
            err.println("connector: did not stop within " + STOP_LIMIT.toSeconds() + " s, ended all the same");
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }
}
