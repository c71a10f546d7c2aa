package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.api.replication.Server;
import java.util.List;
import java.util.Optional;

/** One server that was renamed, until it is deleted. */
public final class FakeCatalog implements Catalog {
    public static final String SERVER = "s-0123456789abcdef0";

    private volatile CatalogState state = CatalogState.AVAILABLE;

    @Override
    public CatalogStatus status() {
        return new CatalogStatus(state, FakeReplication.THEN, "");
    }

    @Override
    public void importServers() {
        state = CatalogState.AVAILABLE;
    }

    @Override
    public List<Server> servers() {
        if (state != CatalogState.AVAILABLE) {
            return List.of();
        }
        Vm vm = new Vm(
                "vm-42",
                "web 01",
                "/DC0/vm/web 01",
                "uuid-1",
                PowerState.ON,
                "debian11_64Guest",
                Firmware.UEFI,
                List.of(new VmDisk(2000, "Hard disk 1", 1 << 30, "uuid-2", "[ds] web 01/web 01.vmdk", "persistent")));
        Finding drift = new Finding(Finding.Severity.WARNING, "SERVER_RENAMED", "It was web 00.", "Nothing.");
        return List.of(new Server(SERVER, "vcenter-uuid", "vcenter.example", vm, "", List.of(drift)));
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
