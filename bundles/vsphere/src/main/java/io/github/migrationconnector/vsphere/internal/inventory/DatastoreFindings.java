package io.github.migrationconnector.vsphere.internal.inventory;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What speaks against reading disks from their datastores. */
final class DatastoreFindings {
    /** Keep disks as objects, of which the datastore browser has no files to read ranges of. */
    private static final Set<String> OBJECT_STORES = Set.of("vsan", "vsand", "vvol");

    private DatastoreFindings() {}

    static List<Finding> of(List<ObjectProperties> datastores) {
        List<Finding> findings = new ArrayList<>();
        for (ObjectProperties datastore : datastores) {
            String name = datastore.text("name");
            String type = datastore.text("summary.type").toLowerCase(Locale.ROOT);
            if (OBJECT_STORES.contains(type)) {
                findings.add(new Finding(
                        Severity.REFUSED,
                        "DATASTORE_WITHOUT_RANGES",
                        "The datastore " + name + " is of type " + type + ", whose disks can't be read by ranges",
                        "Move the disks to a VMFS or NFS datastore by Storage vMotion."));
            }
            if (!datastore.get("summary.accessible", Boolean.class).orElse(true)) {
                findings.add(new Finding(
                        Severity.REFUSED,
                        "DATASTORE_INACCESSIBLE",
                        "The datastore " + name + " is not accessible",
                        "Bring it back in vCenter."));
            }
        }
        return findings;
    }
}
