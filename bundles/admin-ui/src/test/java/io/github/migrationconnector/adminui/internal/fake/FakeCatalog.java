package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.api.replication.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One server, and what became of it. */
public final class FakeCatalog implements Catalog {
    public int imports;
    private final List<Server> servers = new ArrayList<>();

    public void show(Vm vm, String jobId, Finding drift) {
        servers.clear();
        servers.add(new Server("s-0123456789abcdef0", "uuid", "vcenter.example", vm, jobId, List.of(drift)));
    }

    @Override
    public CatalogStatus status() {
        return new CatalogStatus(CatalogState.AVAILABLE, FakeJobs.THEN, "");
    }

    @Override
    public void importServers() {
        imports++;
    }

    @Override
    public List<Server> servers() {
        return List.copyOf(servers);
    }

    @Override
    public Optional<Server> server(String serverId) {
        return servers.stream().filter(server -> server.id().equals(serverId)).findFirst();
    }

    @Override
    public void delete() {
        servers.clear();
    }
}
