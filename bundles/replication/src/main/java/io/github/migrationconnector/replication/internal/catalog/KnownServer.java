package io.github.migrationconnector.replication.internal.catalog;

import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.replication.internal.domain.ServerIds;
import java.util.Objects;

/**
 * A server as the catalog keeps it.
 *
 * @param id {@code s-} and 17 hex digits
 * @param vcenter where it is
 * @param first as it was imported first
 * @param last as it was seen last
 * @param gone whether vCenter did not show it any more
 */
public record KnownServer(String id, Place vcenter, Vm first, Vm last, boolean gone) {
    public KnownServer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(vcenter, "vcenter");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
    }

    /**
     * A vCenter.
     *
     * @param id its instance UUID
     * @param host its host name
     */
    public record Place(String id, String host) {
        static Place of(VcenterIdentity identity, String host) {
            return new Place(identity.instanceUuid(), host);
        }
    }

    static KnownServer seenFirst(Place vcenter, Vm vm) {
        return new KnownServer(
                ServerIds.of(vcenter.id(), vm.instanceUuid()), vcenter, vm.anywhere(), vm.anywhere(), false);
    }

    KnownServer seenAs(Vm vm) {
        return new KnownServer(id, vcenter, first, vm.anywhere(), false);
    }

    KnownServer missing() {
        return new KnownServer(id, vcenter, first, last, true);
    }
}
