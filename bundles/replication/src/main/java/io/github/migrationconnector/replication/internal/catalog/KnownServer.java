package io.github.migrationconnector.replication.internal.catalog;

import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.inventory.Vm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    private static final int ID_DIGITS = 17;

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
        return new KnownServer(idOf(vcenter, vm), vcenter, vm, vm, false);
    }

    KnownServer seenAs(Vm vm) {
        return new KnownServer(id, vcenter, first, vm, false);
    }

    KnownServer missing() {
        return new KnownServer(id, vcenter, first, last, true);
    }

    /** The same for the same VM of the same vCenter, whatever its name, folder and managed object id are. */
    static String idOf(Place vcenter, Vm vm) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((vcenter.id() + "\n" + vm.instanceUuid()).getBytes(StandardCharsets.UTF_8));
            return "s-" + HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
