package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Carries out one command in this process. The command is a service {@code java.util.function.ToIntFunction} of string
 * arrays with the service property {@value #COMMAND}; what it returns is the exit code.
 */
public final class CommandProcess {
    /** Service property: the command's name. */
    static final String COMMAND = "connector.command";

    private static final Duration SERVICE_LIMIT = Duration.ofSeconds(10);
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Distribution distribution;
    private final Termination termination;
    private final PrintStream err;

    public CommandProcess(Distribution distribution, Termination termination, PrintStream err) {
        this.distribution = distribution;
        this.termination = termination;
        this.err = err;
    }

    /** Returns the command's own exit code. */
    public int run(Arguments.Command command) throws InterruptedException {
        Home home = command.home();
        home.prepare(distribution);
        BundleSet set = new BundleSets(distribution).current(home, Mode.COMMAND);
        Logging.direct(home, Mode.COMMAND);
        Path cache = cache(home);
        try {
            return run(command, set, cache);
        } finally {
            removeQuietly(cache);
        }
    }

    private static Path cache(Home home) {
        try {
            return new Cache(home).command();
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    private int run(Arguments.Command command, BundleSet set, Path cache) throws InterruptedException {
        RunningFramework framework = RunningFramework.install(
                FrameworkSettings.common(command.home(), cache, set, Mode.COMMAND), set, Mode.COMMAND);
        CountDownLatch done = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        termination.onSignal(() -> {
            // the command notes how far it came; the same command goes on from there
            caller.interrupt();
            done.await(INTERRUPT_LIMIT.toSeconds(), TimeUnit.SECONDS);
            removeQuietly(cache);
            return ExitCode.FAILED;
        });
        try {
            framework.start();
            for (Tier tier : Tier.values()) {
                framework.failuresOf(tier).forEach(failure -> err.println("connector: did not start: " + failure));
            }
            return call(framework.context(), command);
        } finally {
            // an interrupt that came after the command's end must not cut the stop short
            boolean interrupted = Thread.interrupted();
            framework.stop(STOP_LIMIT);
            done.countDown();
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    private static int call(BundleContext context, Arguments.Command command) throws InterruptedException {
        ServiceTracker<ToIntFunction<String[]>, ToIntFunction<String[]>> tracker =
                new ServiceTracker<>(context, filter(command.name()), null);
        tracker.open();
        try {
            ToIntFunction<String[]> service = tracker.waitForService(SERVICE_LIMIT.toMillis());
            if (service == null) {
                throw LaunchException.wrongUse("there is no command " + command.name());
            }
            return service.applyAsInt(command.rest().toArray(new String[0]));
        } finally {
            tracker.close();
        }
    }

    private static Filter filter(String name) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw LaunchException.wrongUse("not the name of a command: " + name.toLowerCase(Locale.ROOT));
        }
        try {
            return FrameworkUtil.createFilter(
                    "(&(objectClass=java.util.function.ToIntFunction)(" + COMMAND + "=" + name + "))");
        } catch (InvalidSyntaxException e) {
            // the name has nothing that a filter would have to escape
            throw new AssertionError(Arrays.toString(e.getStackTrace()), e);
        }
    }

    private void removeQuietly(Path cache) {
        try {
            Cache.remove(cache);
        } catch (IOException e) {
            err.println("connector: " + cache + " stays behind: " + e.getMessage());
        }
    }
}
