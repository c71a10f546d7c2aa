package io.github.migrationconnector.replication.internal.catalog;

import io.github.migrationconnector.api.replication.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which job is for which server, for an estate of thousands: the jobs are read once. */
final class JobsOfServers {
    private final Map<String, Job> byServer = new HashMap<>();
    private final Map<String, Job> byVm = new HashMap<>();

    JobsOfServers(List<Job> jobs) {
        for (Job job : jobs) {
            byServer.putIfAbsent(job.serverId(), job);
            byVm.putIfAbsent(job.vmId(), job);
        }
    }

    Optional<Job> of(KnownServer server) {
        return Optional.ofNullable(byServer.get(server.id()))
                .or(() -> Optional.ofNullable(byVm.get(server.last().id())));
    }
}
