package io.github.migrationconnector.connectivity.internal;

import io.github.migrationconnector.api.connectivity.ConnectivityCheck;
import io.github.migrationconnector.api.connectivity.ConnectivityReport;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedEndpoints;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Walks to all endpoints at once, each on a thread of this component's. */
@Component(service = ConnectivityCheck.class)
public final class WalkedConnectivity implements ConnectivityCheck {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<ReachedEndpoints> sides = new CopyOnWriteArrayList<>();
    private final ExecutorService threads;
    private final NameLookup names;
    private final Duration limit;

    @Activate
    public WalkedConnectivity() {
        this(LIMIT);
    }

    WalkedConnectivity(Duration limit) {
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "connectivity-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.names = new NameLookup(threads);
        this.limit = limit;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSide(ReachedEndpoints side) {
        sides.add(side);
    }

    void unbindSide(ReachedEndpoints side) {
        sides.remove(side);
    }

    @Override
    public List<ConnectivityReport> check() {
        List<CompletableFuture<ConnectivityReport>> walks = sides.stream()
                .flatMap(side -> side.endpoints().stream())
                .map(endpoint -> CompletableFuture.supplyAsync(() -> check(endpoint), threads))
                .toList();
        return walks.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public ConnectivityReport check(ReachedEndpoint endpoint) {
        return new Walk(endpoint, names, limit).report();
    }

    @Deactivate
    void close() {
        threads.shutdownNow();
    }
}
