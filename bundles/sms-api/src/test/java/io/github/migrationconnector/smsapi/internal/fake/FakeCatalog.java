package io.github.migrationconnector.smsapi.internal.fake;

import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Server;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Three servers, once they were imported. */
public final class FakeCatalog implements Catalog {
    private final FakeJobs jobs;
    private volatile CatalogState state = CatalogState.NOT_IMPORTED;

    FakeCatalog(FakeJobs jobs) {
        this.jobs = jobs;
    }

    public static String id(int number) {
        return String.format(Locale.ROOT, "s-%017x", number);
    }

    @Override
    public CatalogStatus status() {
        return new CatalogStatus(state, state == CatalogState.NOT_IMPORTED ? Instant.EPOCH : FakeJobs.THEN, "");
    }

    @Override
    public void importServers() {
        state = CatalogState.AVAILABLE;
    }

    @Override
    public List<Server> servers() {
        return state == CatalogState.AVAILABLE
                ? IntStream.rangeClosed(1, 3).mapToObj(this::server).toList()
                : List.of();
    }

    private Server server(int number) {
        Vm vm = new Vm(
                "vm-" + number,
                "web0" + number,
                "/DC0/vm/web0" + number,
                "uuid-" + number,
                PowerState.ON,
                "debian11_64Guest",
                Firmware.BIOS,
                List.of());
        String job = jobs.jobs().stream()
                .filter(one -> one.serverId().equals(id(number)))
                .map(Job::id)
                .findFirst()
                .orElse("");
        return new Server(id(number), "vcenter-uuid", "vcenter.example", vm, job, List.of());
    }

    @Override
    public Optional<Server> server(String serverId) {
        return servers().stream().filter(server -> server.id().equals(serverId)).findFirst();
    }

    @Override
    public void delete() {
        state = CatalogState.DELETED;
    }
}
