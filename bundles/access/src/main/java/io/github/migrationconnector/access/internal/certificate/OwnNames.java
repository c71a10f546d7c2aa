package io.github.migrationconnector.access.internal.certificate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What the machine's name servers call it. Where they are dead, a look-up takes the resolver's whole time, ten seconds and more;
 * so it goes on by itself, and who asks has what the one before has found.
 */
public final class OwnNames {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Supplier<List<String>> lookUp;
    private final Duration patience;
    private Optional<CompletableFuture<List<String>>> running = Optional.empty();
    private List<String> last = List.of();

    /** By the system's resolver. */
    public OwnNames() {
        this(OwnNames::ofSystem, PATIENCE);
    }

    /** @param patience how long the first who asks waits */
    OwnNames(Supplier<List<String>> lookUp, Duration patience) {
        this.lookUp = lookUp;
        this.patience = patience;
    }

    /** As they are known by now; none where nothing is. */
    public synchronized List<String> now() {
        CompletableFuture<List<String>> asked = running.orElseGet(this::begun);
        boolean waitedFor = running.isPresent();
        running = Optional.of(asked);
        try {
            // one wait a look-up: a dead name server is waited for once, not by everybody
            last = asked.get(waitedFor ? 0 : patience.toMillis(), TimeUnit.MILLISECONDS);
            running = Optional.empty();
        } catch (TimeoutException later) {
            // it goes on
        } catch (ExecutionException failed) {
            running = Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return last;
    }

    private CompletableFuture<List<String>> begun() {
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.completeAsync(lookUp, Runnable::run), "own-names-look-up");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static List<String> ofSystem() {
        try {
            InetAddress local = InetAddress.getLocalHost();
            return List.of(local.getHostName(), local.getCanonicalHostName());
        } catch (UnknownHostException nameless) {
            // it is still called by its addresses
            return List.of();
        }
    }
}
