package io.github.migrationconnector.replication.internal.catalog;

import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.store.Database;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The catalog in the connector's database. Its tables are made with those of the runs. */
public final class SqlServerStore implements ServerStore {
    private static final String FIRST = "FIRST";
    private static final String LAST = "LAST";

    private final Database database;

    public SqlServerStore(Database database) {
        this.database = database;
    }

    @Override
    public Standing standing() {
        return database.read(handle -> handle.createQuery("select * from replication_catalog where id = 1")
                .map((row, context) -> new Standing(
                        CatalogState.valueOf(row.getString("state")),
                        Instant.ofEpochMilli(row.getLong("changed_at")),
                        Instant.ofEpochMilli(row.getLong("imported_at")),
                        row.getString("message")))
                .one());
    }

    @Override
    public void stand(Standing standing) {
        boolean unused = database.write(handle -> write(handle, standing));
    }

    private static boolean write(Handle handle, Standing standing) {
        handle.createUpdate("update replication_catalog set state = :state, changed_at = :changedAt,"
                        + " imported_at = :importedAt, message = :message where id = 1")
                .bind("state", standing.state().name())
                .bind("changedAt", standing.changedAt().toEpochMilli())
                .bind("importedAt", standing.importedAt().toEpochMilli())
                .bind("message", standing.message())
                .execute();
        return true;
    }

    @Override
    public List<KnownServer> servers() {
        return database.read(handle -> handle.createQuery("select * from replication_server order by id")
                .map((row, context) -> new KnownServer(
                        row.getString("id"),
                        new KnownServer.Place(row.getString("vcenter_id"), row.getString("vcenter_name")),
                        vm(handle, row.getString("id"), FIRST),
                        vm(handle, row.getString("id"), LAST),
                        row.getBoolean("gone")))
                .list());
    }

    @Override
    public void replace(Standing standing, List<KnownServer> servers) {
        boolean unused = database.write(handle -> {
            for (String table : List.of("replication_server_disk", "replication_server_vm", "replication_server")) {
                handle.execute("delete from " + table);
            }
            for (KnownServer server : servers) {
                handle.createUpdate("insert into replication_server (id, vcenter_id, vcenter_name, gone)"
                                + " values (:id, :vcenterId, :vcenterName, :gone)")
                        .bind("id", server.id())
                        .bind("vcenterId", server.vcenter().id())
                        .bind("vcenterName", server.vcenter().host())
                        .bind("gone", server.gone())
                        .execute();
                insert(handle, server.id(), FIRST, server.first());
                insert(handle, server.id(), LAST, server.last());
            }
            return write(handle, standing);
        });
    }

    private static void insert(Handle handle, String serverId, String seen, Vm vm) {
        handle.createUpdate(
                        """
                        insert into replication_server_vm (server_id, seen, vm_id, name, path, instance_uuid, power_state,
                            guest, firmware)
                        values (:serverId, :seen, :vmId, :name, :path, :instanceUuid, :powerState, :guest, :firmware)
                        """)
                .bind("serverId", serverId)
                .bind("seen", seen)
                .bind("vmId", vm.id())
                .bind("name", vm.name())
                .bind("path", vm.path())
                .bind("instanceUuid", vm.instanceUuid())
                .bind("powerState", vm.powerState().name())
                .bind("guest", vm.guest())
                .bind("firmware", vm.firmware().name())
                .execute();
        for (VmDisk disk : vm.disks()) {
            handle.createUpdate(
                            """
                            insert into replication_server_disk (server_id, seen, disk_key, label, capacity_bytes, uuid,
                                file_name, mode)
                            values (:serverId, :seen, :key, :label, :capacityBytes, :uuid, :fileName, :mode)
                            """)
                    .bind("serverId", serverId)
                    .bind("seen", seen)
                    .bind("key", disk.key())
                    .bind("label", disk.label())
                    .bind("capacityBytes", disk.capacityBytes())
                    .bind("uuid", disk.uuid())
                    .bind("fileName", disk.fileName())
                    .bind("mode", disk.mode())
                    .execute();
        }
    }

    private static Vm vm(Handle handle, String serverId, String seen) {
        List<VmDisk> disks = handle.createQuery("select * from replication_server_disk"
                        + " where server_id = :serverId and seen = :seen order by disk_key")
                .bind("serverId", serverId)
                .bind("seen", seen)
                .map((row, context) -> new VmDisk(
                        row.getInt("disk_key"),
                        row.getString("label"),
                        row.getLong("capacity_bytes"),
                        row.getString("uuid"),
                        row.getString("file_name"),
                        row.getString("mode")))
                .list();
        return handle.createQuery("select * from replication_server_vm where server_id = :serverId and seen = :seen")
                .bind("serverId", serverId)
                .bind("seen", seen)
                .map((row, context) -> new Vm(
                        row.getString("vm_id"),
                        row.getString("name"),
                        row.getString("path"),
                        row.getString("instance_uuid"),
                        PowerState.valueOf(row.getString("power_state")),
                        row.getString("guest"),
                        Firmware.valueOf(row.getString("firmware")),
                        disks))
                .one();
    }
}
