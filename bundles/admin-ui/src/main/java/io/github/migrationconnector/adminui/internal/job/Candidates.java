package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.adminui.internal.job.Candidate.Standing;
import java.util.List;

/**
 * The VMs of a batch as they stood at one instant. A page is made of one such look: were it to ask the batch again halfway, a
 * check that ends meanwhile would leave it with an end of the work above rows that still wait, and nothing would load it again.
 *
 * @param all in the order of the choice
 */
public record Candidates(List<Candidate> all) {
    public Candidates {
        all = List.copyOf(all);
    }

    /** How many stand there. */
    public long count(Standing standing) {
        return all.stream().filter(one -> one.standing() == standing).count();
    }

    /** How many can have a job made. */
    public long able() {
        return all.stream().filter(Candidate::can).count();
    }

    /** How many are in a state that something has to be mended for. */
    public long mendable() {
        return count(Standing.REFUSED) + count(Standing.UNKNOWN);
    }

    /** How many no thread is at, or waits for. */
    public long settled() {
        return all.size() - count(Standing.CHECKING) - count(Standing.MAKING);
    }

    /** Whether threads are at it: then nothing else can be asked of it. */
    public boolean busy() {
        return checking() || making();
    }

    /** Whether a pre-flight check goes on. */
    public boolean checking() {
        return count(Standing.CHECKING) > 0;
    }

    /** Whether jobs are being made. */
    public boolean making() {
        return count(Standing.MAKING) > 0;
    }

    /** How many have a job now. */
    public long made() {
        return count(Standing.MADE);
    }

    /** How many could not have one made. */
    public long failed() {
        return count(Standing.FAILED);
    }

    /** Whether something was made, or tried to be. */
    public boolean tried() {
        return made() + failed() > 0;
    }
}
