package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.adminui.internal.job.Candidate.Standing;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.inventory.Vm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * VMs that somebody has chosen to be replicated alike, from the choice to what became of each. Pages show it while threads
 * go on with it.
 */
public final class Batch {
    private final String id;
    private final Actor owner;

    // guarded by this
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private JobForm form = JobForm.fresh();

    Batch(String id, Actor owner, List<Vm> vms) {
        this.id = Objects.requireNonNull(id, "id");
        this.owner = Objects.requireNonNull(owner, "owner");
        vms.forEach(vm -> candidates.put(vm.id(), Candidate.chosen(vm)));
    }

    public String id() {
        return id;
    }

    /** Who chose: what is made is written down under this name. */
    Actor owner() {
        return owner;
    }

    /** All as they stand now, in the order of the choice. */
    public synchronized Candidates candidates() {
        return new Candidates(List.copyOf(candidates.values()));
    }

    /** As it was typed last. */
    public synchronized JobForm form() {
        return form;
    }

    public synchronized void form(JobForm typed) {
        form = Objects.requireNonNull(typed, "typed");
    }

    synchronized void change(String vmId, UnaryOperator<Candidate> change) {
        candidates.computeIfPresent(vmId, (id, before) -> change.apply(before));
    }

    /** Of those that can have a job made, the wanted ones are to have it, and are returned; the others are left out. */
    synchronized List<Candidate> claim(Set<String> wanted) {
        List<Candidate> able =
                candidates.values().stream().filter(Candidate::can).toList();
        able.forEach(one ->
                candidates.put(one.vm().id(), one.at(wanted.contains(one.vm().id()) ? Standing.MAKING : Standing.OUT)));
        return able.stream().filter(one -> wanted.contains(one.vm().id())).toList();
    }

    /** Those that stand there are another way now; those are returned. */
    synchronized List<Candidate> move(List<Standing> from, Standing to) {
        List<Candidate> moved = candidates.values().stream()
                .filter(one -> from.contains(one.standing()))
                .map(one -> one.at(to))
                .toList();
        moved.forEach(one -> candidates.put(one.vm().id(), one));
        return moved;
    }
}
