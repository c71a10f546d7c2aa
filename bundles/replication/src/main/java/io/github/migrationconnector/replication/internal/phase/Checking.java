package io.github.migrationconnector.replication.internal.phase;

import static java.util.stream.Collectors.joining;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.VmIdentity;
import io.github.migrationconnector.api.target.AccountDefaults;
import io.github.migrationconnector.replication.internal.domain.Load;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.List;
import java.util.function.Function;

/** Pre-flight of the VM, and whether the target lets us in. Makes nothing. */
final class Checking implements PhaseStep {
    private final RunStore store;
    private final Services services;
    private final Admission admission;
    private final Machines machines;

    Checking(RunStore store, Services services, Admission admission) {
        this.store = store;
        this.admission = admission;
        this.services = services;
        this.machines = new Machines(services);
    }

    @Override
    public void act(RunRecord run) {
        Job job = Jobs.of(run, store);
        Vm vm = machines.of(job);
        learn(job, Machines.identity(vm));
        if (vm.disks().isEmpty()) {
            throw Problem.fatal("VM_WITHOUT_DISKS", vm.path() + " has no disk", "Replicate a VM that has one.")
                    .asException();
        }
        if (vm.disks().size() > DeviceNames.MOST_DISKS) {
            throw Problem.fatal(
                            "VM_TOO_MANY_DISKS",
                            vm.path() + " has " + vm.disks().size() + " disks, more than the " + DeviceNames.MOST_DISKS
                                    + " that an image can hold",
                            "Move some of them to another VM.")
                    .asException();
        }
        List<Finding> findings = services.inventory().preflight(vm.id());
        refuse(vm, findings);
        AccountDefaults account = services.account().defaults();
        RunRecord checked = run.knowing(new RunRecord.Facts(vm.firmware(), account.encryptsSnapshots(), load(vm)));
        if (job.spec().image().licenseType() == LicenseType.AWS) {
            checked = checked.and(new Notice(
                    "RUN_LICENCE_OF_OWNER",
                    List.of(),
                    "The job asks for AWS's licence. An image that is registered from snapshots can't have it:"
                            + " its operating system runs under the owner's licence.",
                    ""));
        }
        for (Finding finding : findings) {
            checked = checked.and(new Notice(finding.code(), List.of(), finding.message(), ""));
        }
        boolean stops = run.course().origin().shutdown().isWanted();
        admission.admit(checked.at(stops ? RunPhase.SHUTTING_DOWN : RunPhase.SNAPSHOTTING));
    }

    private static Load load(Vm vm) {
        return new Load(
                vm.disks().stream().map(disk -> datastore(disk.fileName())).toList(),
                vm.placement().hostId());
    }

    /** The name in a datastore path, {@code [name] folder/file} (vSphere Web Services API, "Datastore paths"). */
    private static String datastore(String fileName) {
        int end = fileName.indexOf(']');
        return fileName.startsWith("[") && end > 0 ? fileName.substring(1, end) : "";
    }

    private static void refuse(Vm vm, List<Finding> findings) {
        List<Finding> refused = findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.REFUSED)
                .toList();
        if (!refused.isEmpty()) {
            throw Problem.fatal(
                            "VM_REFUSED",
                            vm.path() + " can't be replicated: " + sentences(refused, Finding::message),
                            sentences(refused, Finding::fix))
                    .asException();
        }
    }

    private static String sentences(List<Finding> findings, Function<Finding, String> part) {
        return findings.stream().map(part).filter(text -> !text.isEmpty()).collect(joining(" "));
    }

    /** A job that was made before identities were kept is held to this machine from now on. */
    private void learn(Job job, VmIdentity identity) {
        if (job.identity().lacksVcenter() && !identity.lacksVcenter()) {
            Job unused = store.changeJob(job.id(), found -> found.with(identity));
        }
    }
}
