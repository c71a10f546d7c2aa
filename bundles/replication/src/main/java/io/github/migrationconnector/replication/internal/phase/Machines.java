package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.VmIdentity;
import io.github.migrationconnector.replication.internal.domain.ServerIds;
import java.util.Optional;

/**
 * Holds jobs to the machines that they were made for. A managed object id alone names another machine in another vCenter
 * (vSphere Web Services API, ManagedObjectReference: unique within one server), so it is never acted on by itself.
 */
public final class Machines {
    /** What is said when the connector was set up with another vCenter than the job's. */
    public static final String ANOTHER_VCENTER = "JOB_OF_ANOTHER_VCENTER";

    private static final String DELETE_IT = "delete this job and make one for the machine that is meant.";

    private final Services services;

    public Machines(Services services) {
        this.services = services;
    }

    /** Which machine this is. */
    public static VmIdentity identity(Vm vm) {
        return new VmIdentity(vm.placement().vcenterId(), vm.instanceUuid());
    }

    /**
     * The job's machine, as vCenter shows it now.
     *
     * @throws ConnectorException {@code VM_NOT_FOUND}, {@link #ANOTHER_VCENTER}, {@code VM_REPLACED}
     */
    public Vm of(Job job) {
        return find(job).orElseThrow(() -> Problem.fatal(
                        "VM_NOT_FOUND",
                        "vCenter has no VM " + job.vmName() + " (" + job.vmId() + ") any more",
                        "Delete this job, and make one for a VM that the inventory shows.")
                .asException());
    }

    /**
     * The same where a machine that is gone is no obstacle.
     *
     * @throws ConnectorException {@link #ANOTHER_VCENTER}, {@code VM_REPLACED}
     */
    Optional<Vm> find(Job job) {
        Optional<Vm> found =
                services.inventory().find(job.vmId()).filter(vm -> vm.id().equals(job.vmId()));
        if (found.isEmpty()) {
            requireVcenter(job);
            return found;
        }
        Vm vm = found.get();
        refuseAnotherVcenter(job, vm.placement().vcenterId());
        boolean replaced = job.identity().isAnotherMachine(vm.instanceUuid());
        if (replaced || isAnotherServer(job, vm)) {
            throw Problem.fatal(
                            "VM_REPLACED",
                            job.vmId() + " is another machine than " + job.vmName() + ", which the job was made for: "
                                    + vm.path() + ", instance UUID " + vm.instanceUuid(),
                            "Set the connector up with the job's own vCenter, or " + DELETE_IT)
                    .asException();
        }
        return found;
    }

    /** A job that was made before identities were kept may have the catalog's id, which holds both of them. */
    private static boolean isAnotherServer(Job job, Vm vm) {
        return job.identity().equals(VmIdentity.UNKNOWN) && !job.serverId().isEmpty() && !isServer(vm, job.serverId());
    }

    /** Whether a machine has this id in the catalog, as far as can be told. */
    public static boolean isServer(Vm vm, String serverId) {
        VmIdentity now = identity(vm);
        return now.lacksVcenter() || serverId.equals(ServerIds.of(now.vcenterId(), now.instanceUuid()));
    }

    /**
     * Refuses when another vCenter answers than the one that the job was made in.
     *
     * @throws ConnectorException {@link #ANOTHER_VCENTER}
     */
    void requireVcenter(Job job) {
        if (!job.identity().lacksVcenter()) {
            refuseAnotherVcenter(job, services.inventory().vcenterId());
        }
    }

    private static void refuseAnotherVcenter(Job job, String vcenterId) {
        if (job.identity().isOfAnotherVcenter(vcenterId)) {
            throw Problem.fatal(
                            ANOTHER_VCENTER,
                            job.vmName() + " (" + job.vmId() + ") is in the vCenter with the instance UUID "
                                    + job.identity().vcenterId() + "; the connector is set up with another one, "
                                    + vcenterId,
                            "Set the connector up with the job's own vCenter again, or " + DELETE_IT)
                    .asException();
        }
    }
}
