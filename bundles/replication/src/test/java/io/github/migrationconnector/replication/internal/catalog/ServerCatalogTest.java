package io.github.migrationconnector.replication.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.Server;
import io.github.migrationconnector.replication.internal.change.ChangeLog;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.store.SqlRunStore;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerCatalogTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private Path home;

    private final List<Vm> vms = new ArrayList<>();
    private Optional<Problem> trouble = Optional.empty();
    private TemporaryDatabase database;
    private SqlRunStore runs;
    private ServerCatalog catalog;

    @BeforeEach
    void open() {
        database = new TemporaryDatabase(home);
        runs = new SqlRunStore(database, Holder.newLife("home"));
        catalog = at(NOW);
        vms.add(vm("vm-1", "web01", "/DC0/vm/web01", 1024));
        vms.add(vm("vm-2", "db01", "/DC0/vm/db01", 2048));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ServerCatalog at(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new ServerCatalog(
                new ServerCatalog.Stores(new SqlServerStore(database), runs, new ChangeLog(clock)),
                new Estate(),
                clock,
                Runnable::run);
    }

    private final class Estate implements ServerCatalog.Estate {
        @Override
        public List<Vm> vms() {
            return List.copyOf(vms);
        }

        @Override
        public VcenterIdentity identity() {
            trouble.ifPresent(problem -> {
                throw problem.asException();
            });
            return new VcenterIdentity("VMware vCenter Server 8.0.2", "8.0.2.0", "vcenter-uuid");
        }

        @Override
        public String host() {
            return "vcenter.example";
        }
    }

    private static Vm vm(String id, String name, String path, long bytes) {
        VmDisk disk = new VmDisk(2000, "Hard disk 1", bytes, "u-" + id, "[ds] x/x.vmdk", "persistent");
        return new Vm(
                id,
                name,
                path,
                "uuid-" + id,
                PowerState.ON,
                "debian11_64Guest",
                Firmware.UEFI,
                List.of(disk),
                new Vm.Placement("vcenter-uuid", "host-" + bytes));
    }

    @Test
    void readsTheJobsOnceHoweverManyServersThereAre() {
        for (int more = 3; more < 40; more++) {
            vms.add(vm("vm-" + more, "web" + more, "/DC0/vm/web" + more, 1024));
        }
        AtomicInteger asked = new AtomicInteger();
        RunStore counting = (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    return method.invoke(runs, arguments);
                });
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        ServerCatalog counted = new ServerCatalog(
                new ServerCatalog.Stores(new SqlServerStore(database), counting, new ChangeLog(clock)),
                new Estate(),
                clock,
                Runnable::run);
        counted.importServers();
        asked.set(0);
        assertThat(counted.servers()).hasSize(39);
        assertThat(asked).hasValue(1);
    }

    private List<String> drift() {
        return catalog.servers().stream()
                .flatMap(server -> server.drift().stream())
                .map(Finding::code)
                .toList();
    }

    @Test
    void importsListsAndDeletes() {
        assertThat(catalog.status().state()).isEqualTo(CatalogState.NOT_IMPORTED);
        assertThat(catalog.servers()).isEmpty();
        catalog.importServers();
        assertThat(catalog.status().state()).isEqualTo(CatalogState.AVAILABLE);
        assertThat(catalog.status().changedAt()).isEqualTo(NOW);
        assertThat(catalog.servers())
                .extracting(server -> server.vm().name())
                .containsExactlyInAnyOrder("web01", "db01");
        assertThat(catalog.servers()).allMatch(server -> server.vcenterId().equals("vcenter-uuid"));
        Server one = catalog.servers().get(0);
        assertThat(catalog.server(one.id())).contains(one);
        assertThat(catalog.vmOf(one.id())).contains(one.vm().id());
        assertThat(catalog.serverOf(one.vm().id())).contains(one.id());
        catalog.delete();
        assertThat(catalog.status().state()).isEqualTo(CatalogState.DELETED);
        assertThat(catalog.servers()).isEmpty();
        catalog.importServers();
        assertThat(catalog.servers()).extracting(Server::id).contains(one.id());
    }

    @Test
    void idsStayWhenServersAreRenamedAndMovedAndDriftIsTold() {
        catalog.importServers();
        List<String> ids = catalog.servers().stream().map(Server::id).toList();
        vms.set(0, vm("vm-1", "web02", "/DC0/vm/web02", 4096));
        vms.set(1, vm("vm-2", "db01", "/DC0/vm/old/db01", 512));
        catalog.importServers();
        assertThat(catalog.servers()).extracting(Server::id).containsExactlyElementsOf(ids);
        assertThat(drift()).containsExactlyInAnyOrder("SERVER_RENAMED", "DISK_GROWN", "SERVER_MOVED", "DISK_SHRUNK");
    }

    @Test
    void aServerThatIsGoneStaysAsLongAsAJobNamesIt() {
        catalog.importServers();
        Server web = catalog.server(catalog.serverOf("vm-1").orElseThrow()).orElseThrow();
        runs.add(new Job(
                "sms-job-1", "vm-1", "web01", new JobSpec("vm-1", "", false, 0), NOW, "", web.id(), JobStatus.NEW));
        vms.clear();
        catalog.importServers();
        assertThat(catalog.servers()).extracting(Server::id).containsExactly(web.id());
        assertThat(catalog.servers().get(0).jobId()).isEqualTo("sms-job-1");
        assertThat(drift()).containsExactly("SERVER_GONE");
        assertThat(catalog.vmOf(web.id())).isEmpty();
        runs.deleteJob("sms-job-1");
        catalog.importServers();
        assertThat(catalog.servers()).isEmpty();
    }

    @Test
    void expiresWithTimeAndKeepsWhatItHadWhenAnImportFails() {
        catalog.importServers();
        trouble = Optional.of(Problem.passing("VCENTER_UNREACHABLE", "vCenter is away.", "Wait."));
        catalog.importServers();
        assertThat(catalog.status().state()).isEqualTo(CatalogState.AVAILABLE);
        assertThat(catalog.status().message()).isEqualTo("vCenter is away. Wait.");
        assertThat(catalog.servers()).hasSize(2);
        ServerCatalog later = at(NOW.plus(ServerCatalog.EXPIRES_AFTER).plus(Duration.ofSeconds(1)));
        assertThat(later.status().state()).isEqualTo(CatalogState.EXPIRED);
        assertThat(later.servers()).isEmpty();
    }

    @Test
    void anImportThatWasCutShortIsBegunAgain() {
        SqlServerStore store = new SqlServerStore(database);
        store.stand(new ServerStore.Standing(CatalogState.IMPORTING, Instant.EPOCH, Instant.EPOCH, ""));
        catalog.takeUp();
        assertThat(catalog.status().state()).isEqualTo(CatalogState.AVAILABLE);
    }
}
