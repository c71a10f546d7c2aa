package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Asks every {@link HealthProbe}. A probe may be as broken as what it looks at: it may throw anything, or never answer. */
final class Probes {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final BundleContext context;

    Probes(BundleContext context) {
        this.context = context;
    }

    /** What the probes that don't pass say; asked one after the other, the first that gives no answer being the last. */
    List<String> failures() throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (ServiceReference<HealthProbe> reference : probes()) {
            String name = Optional.ofNullable(reference.getBundle())
                    .map(Bundle::getSymbolicName)
                    .orElse("a bundle that went");
            FutureTask<Optional<String>> answer = new FutureTask<>(() -> failure(name, reference));
            Thread thread = new Thread(answer, "upgrade-probe");
            thread.setDaemon(true);
            thread.start();
            try {
                answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).ifPresent(failures::add);
            } catch (ExecutionException e) {
                if (isPassing(e.getCause())) {
                    continue;
                }
                failures.add("the probe of " + name + " fails: " + words(e.getCause()));
            } catch (TimeoutException e) {
                thread.interrupt();
                failures.add("the probe of " + name + " does not answer within " + LIMIT.toSeconds() + " s");
                return failures;
            }
        }
        return failures;
    }

    /** Trouble of something else, by the contract of probes. */
    private static boolean isPassing(Throwable thrown) {
        return thrown instanceof ConnectorException trouble && trouble.problem().retry() != Retry.NEVER;
    }

    /** For people: what a probe says of itself, else what it threw. */
    private static String words(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.toString() : message;
    }

    private List<ServiceReference<HealthProbe>> probes() {
        try {
            return List.copyOf(context.getServiceReferences(HealthProbe.class, null));
        } catch (InvalidSyntaxException e) {
            // there is no filter
            throw new AssertionError(e);
        }
    }

    private Optional<String> failure(String name, ServiceReference<HealthProbe> reference) {
        HealthProbe probe = context.getService(reference);
        if (probe == null) {
            return Optional.of("the probe of " + name + " is away");
        }
        try {
            probe.check();
            return Optional.empty();
        } finally {
            context.ungetService(reference);
        }
    }
}
