package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.job.Candidate.Standing;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks and makes many jobs in the background, and keeps what became of each VM, so that a page that is loaded again, or a
 * browser that was away, still finds it. Kept until the console's bundle is replaced, or younger ones need the room.
 */
@Component(service = Batches.class)
public final class Batches {
    /** So many VMs at once: their page stays light, and their checks are over within a minute or so. */
    public static final int MOST_VMS = 500;

    static final int MOST_KEPT = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);
    private static final int THREADS = 4;
    private static final Problem INTERNAL_ERROR = Problem.passing(
            "INTERNAL_ERROR", "Something unexpected happened.", "Try again; if it happens again, look at the log.");

    private static final List<Standing> AGAIN =
            List.of(Standing.REFUSED, Standing.UNKNOWN, Standing.OUT, Standing.FAILED);

    private final Services services;
    private final Trail trail;
    private final ExecutorService threads;
    private final SecureRandom random = new SecureRandom();

    // guarded by itself
    private final Map<String, Batch> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Batch> eldest) {
            return size() > MOST_KEPT;
        }
    };

    @Activate
    public Batches(@Reference Services services) {
        this.services = services;
        this.trail = new Trail(services);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread named = new Thread(work, "console-jobs-" + number.incrementAndGet());
            named.setDaemon(true);
            return named;
        });
    }

    @Deactivate
    void close() {
        threads.shutdownNow();
    }

    /** Takes VMs in and begins to check them. */
    public Batch begin(Actor owner, List<Vm> vms) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        Batch batch = new Batch(HexFormat.of().formatHex(bytes), owner, vms);
        synchronized (kept) {
            kept.put(batch.id(), batch);
        }
        check(batch, batch.candidates().all());
        return batch;
    }

    /** Somebody's own; nobody sees those of others. */
    public Optional<Batch> find(String id, String owner) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(id))
                    .filter(batch -> batch.owner().principal().name().equals(owner));
        }
    }

    /** Checks those again that could not be replicated as they were, or were left out, or have failed. */
    public void checkAgain(Batch batch) {
        check(batch, batch.move(AGAIN, Standing.CHECKING));
    }

    private void check(Batch batch, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return;
        }
        Map<String, String> taken = takenVms();
        candidates.forEach(one -> threads.execute(() -> check(batch, one, taken)));
    }

    private void check(Batch batch, Candidate one, Map<String, String> taken) {
        String vmId = one.vm().id();
        Candidate after;
        if (taken.containsKey(vmId)) {
            after = one.taken(taken.get(vmId));
        } else {
            try {
                after = one.checked(services.inventory().preflight(vmId));
            } catch (ConnectorException failure) {
                after = one.at(Standing.UNKNOWN, failure.problem());
            } catch (RuntimeException unexpected) {
                LOG.error("Checking {} failed", vmId, unexpected);
                after = one.at(Standing.UNKNOWN, INTERNAL_ERROR);
            }
        }
        Candidate known = after;
        batch.change(vmId, before -> known);
    }

    /** The job of each VM that has one; none while replication is away: then the jobs are refused when they are made. */
    private Map<String, String> takenVms() {
        try {
            return services.replication().jobs().stream()
                    .collect(Collectors.toMap(Job::vmId, Job::id, (one, other) -> one));
        } catch (ConnectorException away) {
            return Map.of();
        }
    }

    /**
     * Makes a job for each VM that can have one and is wanted; the others are left out. One that fails stops no other.
     *
     * @param specs the job of a VM
     * @param startNow whether the first run is started at once
     */
    public void make(Batch batch, Set<String> wanted, Function<Vm, JobSpec> specs, boolean startNow) {
        batch.claim(wanted)
                .forEach(one -> threads.execute(() -> {
                    Candidate made = make(batch, one, specs.apply(one.vm()), startNow);
                    batch.change(one.vm().id(), before -> made);
                }));
    }

    private Candidate make(Batch batch, Candidate one, JobSpec spec, boolean startNow) {
        String jobId;
        try {
            jobId = trail.made(batch.owner(), "job.create", () -> services.replication()
                    .create(spec)
                    .id());
        } catch (ConnectorException failure) {
            return one.at(Standing.FAILED, failure.problem());
        } catch (RuntimeException unexpected) {
            LOG.error("Making the job of {} failed", one.vm().id(), unexpected);
            return one.at(Standing.FAILED, INTERNAL_ERROR);
        }
        if (!startNow) {
            return one.made(jobId, Optional.empty());
        }
        try {
            trail.done(batch.owner(), "run.start", jobId, () -> services.replication()
                    .start(jobId));
            return one.made(jobId, Optional.empty());
        } catch (ConnectorException failure) {
            return one.made(jobId, Optional.of(failure.problem()));
        } catch (RuntimeException unexpected) {
            LOG.error("Starting the first run of {} failed", jobId, unexpected);
            return one.made(jobId, Optional.of(INTERNAL_ERROR));
        }
    }
}
