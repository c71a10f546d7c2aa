package io.github.migrationconnector.diskfiles.internal.ova;

import java.util.List;
import java.util.Objects;

/**
 * What an OVF descriptor says of a virtual machine, as far as it matters here.
 *
 * @param disks in their order
 * @param firmware {@code bios} or {@code efi}, as VMware writes it; empty when it is not said
 * @param guestOs VMware's name of the guest; empty when it is not said
 */
public record OvfEnvelope(List<OvfDisk> disks, String firmware, String guestOs) {
    public OvfEnvelope {
        disks = List.copyOf(disks);
        Objects.requireNonNull(firmware, "firmware");
        Objects.requireNonNull(guestOs, "guestOs");
    }
}
