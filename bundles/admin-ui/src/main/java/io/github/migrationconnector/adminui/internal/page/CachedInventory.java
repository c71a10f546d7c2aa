package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What vCenter showed last. Ten thousand VMs take seconds to be listed, so the page shows what was seen a moment ago while
 * the next look is under way.
 */
@Component(service = CachedInventory.class)
public final class CachedInventory {
    private static final Logger log = LoggerFactory.getLogger(CachedInventory.class);
    private static final long FRESH_SECONDS = 60;
    private static final long VERDICT_SECONDS = 600;
    private static final int MOST_VERDICTS = 20_000;

    private final Services services;
    private final Clock clock;
    private final ExecutorService thread;
    private Seen seen = new Seen(List.of(), Instant.EPOCH, Optional.empty(), false);

    private final Map<String, Verdict> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verdict> eldest) {
            return size() > MOST_VERDICTS;
        }
    };

    @Activate
    public CachedInventory(@Reference Services services) {
        this(services, Clock.systemUTC());
    }

    CachedInventory(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread named = new Thread(work, "console-inventory");
            named.setDaemon(true);
            return named;
        });
    }

    @Deactivate
    void close() {
        thread.shutdownNow();
    }

    /** What was seen last; begins another look when that was a while ago, or when it is wished. */
    Seen seen(boolean again) {
        synchronized (this) {
            boolean stale = seen.at().plusSeconds(FRESH_SECONDS).isBefore(clock.instant());
            if (!seen.looking() && (stale || again)) {
                seen = new Seen(seen.vms(), seen.at(), seen.problem(), true);
                thread.execute(this::look);
            }
            return seen;
        }
    }

    private void look() {
        Seen next;
        try {
            next = new Seen(services.inventory().list(), clock.instant(), Optional.empty(), false);
        } catch (ConnectorException failure) {
            next = failed(failure.problem());
        } catch (RuntimeException unexpected) {
            log.error("Listing the inventory failed", unexpected);
            next = failed(Problem.passing(
                    "INTERNAL_ERROR",
                    "Something unexpected happened.",
                    "Try again; if it happens again, look at the log."));
        }
        synchronized (this) {
            seen = next;
        }
    }

    private synchronized Seen failed(Problem problem) {
        return new Seen(seen.vms(), clock.instant(), Optional.of(problem), false);
    }

    /** What stands in the way of replicating a VM; asks vCenter unless that was done a moment ago. */
    Verdict verdict(String vmId, boolean again) {
        synchronized (verdicts) {
            Verdict kept = verdicts.get(vmId);
            if (!again && kept != null && kept.at().plusSeconds(VERDICT_SECONDS).isAfter(clock.instant())) {
                return kept;
            }
        }
        Verdict fresh = new Verdict(services.inventory().preflight(vmId), clock.instant());
        synchronized (verdicts) {
            verdicts.put(vmId, fresh);
        }
        return fresh;
    }

    /**
     * The inventory as it was seen.
     *
     * @param vms by path
     * @param at when; the epoch before the first look
     * @param problem why the last look failed; then the VMs are those of the look before
     * @param looking whether another look is under way
     */
    record Seen(List<Vm> vms, Instant at, Optional<Problem> problem, boolean looking) {
        Seen {
            vms = List.copyOf(vms);
        }
    }

    /**
     * What a pre-flight check found.
     *
     * @param findings all of them
     * @param at when
     */
    public record Verdict(List<Finding> findings, Instant at) {
        public Verdict {
            findings = List.copyOf(findings);
        }

        /** As in keys of texts: {@code refused}, {@code warned}, {@code ready}. */
        public String word() {
            if (findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.REFUSED)) {
                return "refused";
            }
            return findings.isEmpty() ? "ready" : "warned";
        }
    }
}
