package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Server;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a job's VM, as far as the catalog knows.
 *
 * @param state {@code same}, {@code drifted}, {@code looking}, or {@code unknown} when the catalog has nothing to compare
 * @param findings what changed, and what to do about it
 * @param changedAt when the catalog changed last
 */
public record JobDrift(String state, List<Finding> findings, Instant changedAt) {
    private static final JobDrift UNKNOWN = new JobDrift("unknown", List.of(), Instant.EPOCH);

    public JobDrift {
        Objects.requireNonNull(state, "state");
        findings = List.copyOf(findings);
        Objects.requireNonNull(changedAt, "changedAt");
    }

    /** Asks the catalog, not vCenter. */
    static JobDrift of(Services services, Job job) {
        try {
            Catalog catalog = services.catalog();
            CatalogStatus status = catalog.status();
            if (status.state() == CatalogState.IMPORTING) {
                return new JobDrift("looking", List.of(), status.changedAt());
            }
            Optional<Server> server = catalog.servers().stream()
                    .filter(one -> one.jobId().equals(job.id()))
                    .findFirst();
            return server.map(one ->
                            new JobDrift(one.drift().isEmpty() ? "same" : "drifted", one.drift(), status.changedAt()))
                    .orElse(UNKNOWN);
        } catch (ConnectorException away) {
            return UNKNOWN;
        }
    }

    /** Whether the VM is gone, so that no run can succeed. */
    public boolean refuses() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.REFUSED);
    }
}
