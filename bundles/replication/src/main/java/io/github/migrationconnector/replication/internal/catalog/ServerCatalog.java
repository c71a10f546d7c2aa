package io.github.migrationconnector.replication.internal.catalog;

import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Server;
import io.github.migrationconnector.replication.internal.catalog.ServerStore.Standing;
import io.github.migrationconnector.replication.internal.change.ChangeLog;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.ServerNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of vCenter, as they were read last. An import that a kill cut short is begun again. */
public final class ServerCatalog implements Catalog, ServerNames {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCatalog.class);

    /** A catalog that nobody has imported for a week tells too little of an estate. */
    static final Duration EXPIRES_AFTER = Duration.ofDays(7);

    private final Stores stores;
    private final Estate estate;
    private final Clock clock;
    private final Executor threads;
    private final AtomicBoolean importing = new AtomicBoolean();

    /**
     * What the catalog reads and writes.
     *
     * @param servers its own
     * @param runs the jobs
     * @param changes is told when it changes
     */
    public record Stores(ServerStore servers, RunStore runs, ChangeLog changes) {}

    /** vCenter, asked afresh. */
    public interface Estate {
        List<Vm> vms();

        VcenterIdentity identity();

        String host();
    }

    public ServerCatalog(Stores stores, Estate estate, Clock clock, Executor threads) {
        this.stores = stores;
        this.estate = estate;
        this.clock = clock;
        this.threads = threads;
    }

    @Override
    public CatalogStatus status() {
        Standing standing = stores.servers().standing();
        return new CatalogStatus(stateOf(standing), standing.changedAt(), standing.message());
    }

    private CatalogState stateOf(Standing standing) {
        boolean old = standing.importedAt().plus(EXPIRES_AFTER).isBefore(clock.instant());
        return standing.state() == CatalogState.AVAILABLE && old ? CatalogState.EXPIRED : standing.state();
    }

    @Override
    public void importServers() {
        Standing now = stores.servers().standing();
        stand(new Standing(CatalogState.IMPORTING, now.changedAt(), now.importedAt(), ""));
        takeUp();
    }

    /** Goes on with an import that an earlier daemon began. */
    public void takeUp() {
        if (stores.servers().standing().state() != CatalogState.IMPORTING || importing.getAndSet(true)) {
            return;
        }
        threads.execute(() -> {
            try {
                read();
            } finally {
                importing.set(false);
            }
        });
    }

    private void read() {
        Standing before = stores.servers().standing();
        Map<String, KnownServer> known = new TreeMap<>();
        stores.servers().servers().forEach(server -> known.put(server.id(), server.missing()));
        try {
            KnownServer.Place place = KnownServer.Place.of(estate.identity(), estate.host());
            for (Vm vm : estate.vms()) {
                KnownServer seen = KnownServer.seenFirst(place, vm);
                known.merge(seen.id(), seen, (old, fresh) -> old.seenAs(fresh.last()));
            }
        } catch (ConnectorException e) {
            LOG.warn("the catalog can't be imported: {}", e.getMessage());
            CatalogState fallback =
                    before.importedAt().equals(Instant.EPOCH) ? CatalogState.NOT_IMPORTED : CatalogState.AVAILABLE;
            String said = (e.problem().message() + " " + e.problem().fix()).strip();
            stand(new Standing(fallback, before.changedAt(), before.importedAt(), said));
            return;
        }
        Instant now = clock.instant();
        JobsOfServers jobs = new JobsOfServers(stores.runs().jobs());
        // a server that is gone stays as long as a job names it
        known.values().removeIf(server -> server.gone() && jobs.of(server).isEmpty());
        List<KnownServer> servers = List.copyOf(known.values());
        boolean changed = !servers.equals(stores.servers().servers());
        stores.servers()
                .replace(new Standing(CatalogState.AVAILABLE, changed ? now : before.changedAt(), now, ""), servers);
        stores.changes().add(Change.Kind.CATALOG, "", "");
        LOG.info("the catalog has {} servers", servers.size());
    }

    @Override
    public List<Server> servers() {
        return switch (status().state()) {
            case AVAILABLE, IMPORTING -> {
                JobsOfServers jobs = new JobsOfServers(stores.runs().jobs());
                yield stores.servers().servers().stream()
                        .map(server -> view(server, jobs))
                        .toList();
            }
            case NOT_IMPORTED, DELETED, EXPIRED -> List.of();
        };
    }

    @Override
    public Optional<Server> server(String serverId) {
        return servers().stream().filter(server -> server.id().equals(serverId)).findFirst();
    }

    @Override
    public Optional<String> vmOf(String serverId) {
        return stores.servers().servers().stream()
                .filter(server -> server.id().equals(serverId) && !server.gone())
                .map(server -> server.last().id())
                .findFirst();
    }

    @Override
    public Optional<String> serverOf(String vmId) {
        return stores.servers().servers().stream()
                .filter(server -> server.last().id().equals(vmId) && !server.gone())
                .map(KnownServer::id)
                .findFirst();
    }

    private static Server view(KnownServer server, JobsOfServers jobs) {
        return new Server(
                server.id(),
                server.vcenter().id(),
                server.vcenter().host(),
                server.last(),
                jobs.of(server).map(Job::id).orElse(""),
                Drift.of(server));
    }

    @Override
    public void delete() {
        Instant now = clock.instant();
        stores.servers().replace(new Standing(CatalogState.DELETED, now, Instant.EPOCH, ""), List.of());
        stores.changes().add(Change.Kind.CATALOG, "", "");
    }

    private void stand(Standing standing) {
        stores.servers().stand(standing);
        stores.changes().add(Change.Kind.CATALOG, "", "");
    }
}
