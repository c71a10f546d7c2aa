package io.github.migrationconnector.api.connectivity;

import java.util.List;
import java.util.Objects;

/**
 * The way to one endpoint.
 *
 * @param name for people, such as {@code AWS EC2}
 * @param address {@code HOST:PORT}
 * @param findings one for each step, in their order
 */
public record ConnectivityReport(String name, String address, List<ConnectivityFinding> findings) {
    public ConnectivityReport {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        findings = List.copyOf(findings);
    }

    /** Whether no step failed. */
    public boolean reached() {
        return findings.stream().noneMatch(finding -> finding.outcome() == ConnectivityFinding.Outcome.FAILED);
    }
}
