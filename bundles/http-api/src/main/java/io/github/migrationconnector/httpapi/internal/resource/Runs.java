package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** Finds runs. */
final class Runs {
    private Runs() {}

    static Run find(Services services, String id) {
        return services.replication().run(id).orElseThrow(() -> Problem.fatal(
                        "RUN_NOT_FOUND", "there is no such run", "Take an id from the runs of a job.")
                .asException());
    }
}
