package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.store.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What is not well, kept with since when. */
record Reasons(Database database) {
    List<HealthReason> all() {
        return database.read(handle -> handle.createQuery(
                        "select code, since_millis, why, fix from registration_reason order by since_millis, code")
                .map((row, context) -> new HealthReason(
                        row.getString("code"),
                        Instant.ofEpochMilli(row.getLong("since_millis")),
                        row.getString("why"),
                        row.getString("fix")))
                .list());
    }

    List<HealthReason> replace(Map<String, Problem> found, Instant now) {
        List<HealthReason> before = all();
        List<HealthReason> after = new ArrayList<>();
        found.values()
                .forEach(problem -> after.add(new HealthReason(
                        problem.code(),
                        before.stream()
                                .filter(known -> known.code().equals(problem.code()))
                                .map(HealthReason::since)
                                .findFirst()
                                .orElse(now.truncatedTo(ChronoUnit.MILLIS)),
                        problem.message(),
                        problem.fix())));
        after.sort(Comparator.comparing(HealthReason::since).thenComparing(HealthReason::code));
        if (!after.equals(before)) {
            database.write(handle -> {
                handle.execute("delete from registration_reason");
                for (HealthReason reason : after) {
                    handle.createUpdate(
                                    "insert into registration_reason (code, since_millis, why, fix) values (?, ?, ?, ?)")
                            .bind(0, reason.code())
                            .bind(1, reason.since().toEpochMilli())
                            .bind(2, reason.why())
                            .bind(3, reason.fix())
                            .execute();
                }
                return after.size();
            });
        }
        return after;
    }
}
