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

/** Runs the daemon until a signal, or the framework itself, ends it. */
public final class Daemon {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** Transfers stop at their next block, a put may take seconds; then the operating system's patience ends. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** A new set that nobody found well by then is put back: what watches it may be what is broken in it. */
    private static final Duration TRIAL_LIMIT = Duration.ofMinutes(10);

    private final Distribution distribution;
    private final Termination termination;
    private final PrintStream out;
    private final PrintStream err;

    public Daemon(Distribution distribution, Termination termination, PrintStream out, PrintStream err) {
        this.distribution = distribution;
        this.termination = termination;
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

    /** Starts the set in force, and again whenever the framework asks for it. */
    private ExitCode runLocked(Home home, HttpsAddress address) throws InterruptedException {
        Trials trials = new Trials(home);
        forgetOldRequest(home);
        boolean again = true;
        while (again) {
            boolean trial = trials.begin();
            try {
                again = serve(home, address, trial);
            } catch (LaunchException e) {
                if (!trial || termination.requested().getCount() == 0) {
                    throw e;
                }
                err.println("connector: the new bundle set is put back: " + e.getMessage());
                trials.fallBack(e.getMessage());
            }
        }
        return ExitCode.DONE;
    }

    /** Runs one framework to its end; whether another is to follow. */
    private boolean serve(Home home, HttpsAddress address, boolean trial) throws InterruptedException {
        BundleSets sets = new BundleSets(distribution);
        BundleSet set = sets.current(home, Mode.RUN);
        HttpsIdentity identity = new HttpsIdentityFiles(home.tls(), Clock.systemUTC()).loadOrMake();
        Logging.direct(home, Mode.RUN);
        Map<String, String> settings =
                new HashMap<>(FrameworkSettings.common(home, new Cache(home).daemon(), set, Mode.RUN));
        settings.put(
                FrameworkSettings.DISTRIBUTION_BUNDLES, distribution.bundles().toString());
        settings.putAll(FrameworkSettings.web(address, identity));
        RunningFramework framework = RunningFramework.install(settings, set, Mode.RUN);
        termination.onSignal(() -> stop(framework, home));
        try {
            framework.start();
            requireStarted(framework, trial);
            if (HttpsPort.awaitAnswer(address, identity.certificate(), ANSWER_LIMIT, termination.requested())) {
                announce(home, set, address, identity);
            }
            if (trial) {
                requireEndOfTrial(home, framework);
            }
            framework.awaitStop();
            return Files.deleteIfExists(home.restart());
        } catch (IOException e) {
            throw home.notWritable(e);
        } catch (LaunchException e) {
            stop(framework, home);
            throw e;
        }
    }

    private static void forgetOldRequest(Home home) {
        try {
            Files.deleteIfExists(home.restart());
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    private static void requireEndOfTrial(Home home, RunningFramework framework) throws InterruptedException {
        if (!framework.stopsWithin(TRIAL_LIMIT) && new Trials(home).isUnderWay()) {
            throw new LaunchException(
                    "it was not found well within " + TRIAL_LIMIT.toMinutes() + " minutes", "read the log");
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
                    "read log/connector.log in the home; if the files are damaged, install the connector again");
        }
    }

    private void announce(Home home, BundleSet set, HttpsAddress address, HttpsIdentity identity) {
        try {
            Home.writePrivately(home.address(), (address.localUrl() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw home.notWritable(e);
        }
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
