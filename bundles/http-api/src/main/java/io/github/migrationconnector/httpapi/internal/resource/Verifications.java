package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads snapshots back in the background, since that takes long. What was found is kept until the daemon ends, or this
 * bundle is swapped, or younger ones need the room.
 */
public final class Verifications implements AutoCloseable {
    /** How many are remembered. */
    static final int MOST_KEPT = 100;

    /** How many may wait or run at once. */
    static final int MOST_RUNNING = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);
    private static final int THREADS = 2;
    private static final long END_WITHIN_SECONDS = 10;
    private static final TargetAddress TARGET = new TargetAddress("ebs", "");

    private final Services services;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Verification> kept = new LinkedHashMap<>();
    private final ExecutorService threads;

    public Verifications(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(
                THREADS, work -> new Thread(work, "verification-" + number.incrementAndGet()));
    }

    /**
     * Begins one.
     *
     * @param runId the run that made the snapshots; empty when it is not known
     * @throws ConnectorException {@code TOO_MANY_VERIFICATIONS}
     */
    Verification begin(String runId, List<String> snapshotIds) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        Verification verification = new Verification(
                "verification-" + HexFormat.of().formatHex(bytes), runId, snapshotIds, clock.instant());
        keep(verification);
        threads.execute(() -> carryOut(verification));
        return verification;
    }

    private void keep(Verification verification) {
        synchronized (kept) {
            if (kept.values().stream().filter(Verification::running).count() >= MOST_RUNNING) {
                throw new Problem(
                                "TOO_MANY_VERIFICATIONS",
                                MOST_RUNNING + " verifications are under way",
                                "Wait until one of them has ended.",
                                Retry.WHEN_FREE)
                        .asException();
            }
            List<String> ended = new ArrayList<>();
            kept.forEach((id, one) -> {
                if (!one.running()) {
                    ended.add(id);
                }
            });
            while (kept.size() >= MOST_KEPT) {
                kept.remove(ended.remove(0));
            }
            kept.put(verification.id(), verification);
        }
    }

    Optional<Verification> find(String id) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(id));
        }
    }

    private void carryOut(Verification verification) {
        try {
            for (String snapshotId : verification.snapshotIds()) {
                VerifyRequest request = new VerifyRequest(TARGET, snapshotId, new VerifyRequest.Reference.Journal());
                verification.compared(snapshotId, services.transfers().verify(request, verification::progress));
            }
            verification.done(clock.instant());
        } catch (ConnectorException e) {
            LOG.warn("{} failed", verification.id(), e);
            verification.failed(e.problem(), clock.instant());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            verification.failed(
                    Problem.passing("VERIFICATION_STOPPED", "the connector is stopping", "Start it again later."),
                    clock.instant());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{} failed", verification.id(), e);
            verification.failed(
                    Problem.passing(
                            "INTERNAL_ERROR",
                            "an unexpected failure: " + e.getClass().getSimpleName(),
                            "Start it again, and look at the log."),
                    clock.instant());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("a verification did not stop within {} s", END_WITHIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
