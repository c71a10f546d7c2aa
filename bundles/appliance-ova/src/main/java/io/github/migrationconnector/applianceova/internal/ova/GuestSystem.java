package io.github.migrationconnector.applianceova.internal.ova;

/** What runs in the machine, in the words of OVF (CIM_OperatingSystem.OsType) and of VMware. */
public enum GuestSystem {
    /** The product. */
    FREEBSD(78, "freebsd64Guest", "FreeBSD (64-bit)"),
    /** The stand-in, for trying the whole where FreeBSD does not boot. */
    DEBIAN(96, "debian8_64Guest", "Debian GNU/Linux (64-bit), a stand-in for tests");

    private final int cimType;
    private final String vmwareId;
    private final String description;

    GuestSystem(int cimType, String vmwareId, String description) {
        this.cimType = cimType;
        this.vmwareId = vmwareId;
        this.description = description;
    }

    int cimType() {
        return cimType;
    }

    String vmwareId() {
        return vmwareId;
    }

    String description() {
        return description;
    }
}
