package io.github.migrationconnector.vsphere.internal.session;

import com.vmware.vim25.ManagedObjectReference;

/** References to objects by the ids that cross the contracts. */
public final class References {
    public static final String VIRTUAL_MACHINE = "VirtualMachine";
    public static final String SNAPSHOT = "VirtualMachineSnapshot";

    private References() {}

    public static ManagedObjectReference virtualMachine(String id) {
        return to(VIRTUAL_MACHINE, id);
    }

    public static ManagedObjectReference snapshot(String id) {
        return to(SNAPSHOT, id);
    }

    /** The object that everything begins at. */
    public static ManagedObjectReference serviceInstance() {
        return to("ServiceInstance", "ServiceInstance");
    }

    private static ManagedObjectReference to(String type, String id) {
        ManagedObjectReference reference = new ManagedObjectReference();
        reference.setType(type);
        reference.setVal(id);
        return reference;
    }
}
