package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A VM that was chosen to be replicated, and what became of it.
 *
 * @param vm the VM
 * @param standing where it stands
 * @param findings what its pre-flight check found
 * @param problem why it could not be checked, or what went wrong when its job was made or its first run started
 * @param jobId its job; empty when it has none
 */
public record Candidate(Vm vm, Standing standing, List<Finding> findings, Optional<Problem> problem, String jobId) {
    public Candidate {
        Objects.requireNonNull(vm, "vm");
        Objects.requireNonNull(standing, "standing");
        findings = List.copyOf(findings);
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(jobId, "jobId");
    }

    /** Where a chosen VM stands. */
    public enum Standing {
        /** Its pre-flight check has not ended. */
        CHECKING,
        /** Nothing stands in the way. */
        READY,
        /** A job can be made; there are notes. */
        WARNED,
        /** No job can be made until what was found is mended. */
        REFUSED,
        /** It could not be checked. */
        UNKNOWN,
        /** It has a job already. */
        TAKEN,
        /** Somebody has left it out. */
        OUT,
        /** Its job is to be made, or being made. */
        MAKING,
        /** Its job is made. */
        MADE,
        /** Its job could not be made; there is none. */
        FAILED
    }

    static Candidate chosen(Vm vm) {
        return new Candidate(vm, Standing.CHECKING, List.of(), Optional.empty(), "");
    }

    Candidate checked(List<Finding> found) {
        if (found.stream().anyMatch(finding -> finding.severity() == Finding.Severity.REFUSED)) {
            return new Candidate(vm, Standing.REFUSED, found, Optional.empty(), "");
        }
        Standing good = found.isEmpty() ? Standing.READY : Standing.WARNED;
        return new Candidate(vm, good, found, Optional.empty(), "");
    }

    Candidate taken(String otherJob) {
        return new Candidate(vm, Standing.TAKEN, List.of(), Optional.empty(), otherJob);
    }

    Candidate at(Standing next) {
        return new Candidate(vm, next, findings, problem, jobId);
    }

    Candidate at(Standing next, Problem why) {
        return new Candidate(vm, next, findings, Optional.of(why), jobId);
    }

    Candidate made(String ownJob, Optional<Problem> startFailed) {
        return new Candidate(vm, Standing.MADE, findings, startFailed, ownJob);
    }

    /** Whether a job can be made. */
    public boolean can() {
        return standing == Standing.READY || standing == Standing.WARNED;
    }

    /** Its standing as in keys of texts. */
    public String word() {
        return standing.name().toLowerCase(Locale.ROOT);
    }
}
