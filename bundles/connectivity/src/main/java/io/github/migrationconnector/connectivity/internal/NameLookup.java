package io.github.migrationconnector.connectivity.internal;

import io.github.migrationconnector.api.connectivity.ConnectivityStep;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks names up on threads of its owner's, since the JDK's look-up knows no time limit. */
final class NameLookup {
    private final ExecutorService threads;

    NameLookup(ExecutorService threads) {
        this.threads = threads;
    }

    InetAddress[] look(String name, Duration limit) {
        Future<InetAddress[]> found = threads.submit(() -> InetAddress.getAllByName(name));
        try {
            return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException unknown) {
            throw new StepFailure(
                    ConnectivityStep.DNS,
                    "the name " + name + " is not known: " + Sockets.words(unknown.getCause()),
                    "Check how it is written, and the DNS servers of this machine; a private endpoint's name needs the DNS of its"
                            + " network.");
        } catch (TimeoutException silent) {
            found.cancel(true);
            throw new StepFailure(
                    ConnectivityStep.DNS,
                    "the DNS servers did not answer for " + name + " within " + limit.toSeconds() + " s",
                    "Check the addresses of the DNS servers, and that UDP and TCP port 53 to them are open.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StepFailure(ConnectivityStep.DNS, "stopped", "");
        }
    }
}
