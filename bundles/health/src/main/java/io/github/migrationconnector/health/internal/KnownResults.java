package io.github.migrationconnector.health.internal;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.store.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each check last found, with since when. A change is kept in the store, so that a restart forgets no beginning; the
 * figures of each look are not. When the store itself is in trouble, health goes on being told from memory.
 */
final class KnownResults {
    private static final Logger LOG = LoggerFactory.getLogger(KnownResults.class);

    private final Database database;
    private final ConcurrentMap<String, CheckResult> known = new ConcurrentHashMap<>();

    KnownResults(Database database) {
        this.database = database;
        try {
            stored().forEach(result -> known.put(result.name(), result));
        } catch (ConnectorException unreadable) {
            LOG.warn(
                    "What was found before this start can't be read: {}",
                    unreadable.problem().message());
        }
    }

    private List<CheckResult> stored() {
        return database.read(handle -> handle.createQuery(
                        "select name, state, code, why, fix, since_millis from health_check order by name")
                .map((row, context) -> new CheckResult(
                        row.getString("name"),
                        new CheckFinding(
                                CheckState.valueOf(row.getString("state")),
                                row.getString("code"),
                                row.getString("why"),
                                row.getString("fix")),
                        Instant.ofEpochMilli(row.getLong("since_millis")),
                        Instant.EPOCH))
                .list());
    }

    Optional<CheckResult> of(String name) {
        return Optional.ofNullable(known.get(name));
    }

    List<CheckResult> all() {
        return List.copyOf(known.values());
    }

    /** Takes what a look found at a time. */
    void found(String name, CheckFinding finding, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        Optional<CheckResult> before = of(name);
        boolean asBefore =
                before.filter(result -> same(result.finding(), finding)).isPresent();
        Instant since = asBefore ? before.orElseThrow().since() : at;
        CheckResult result = new CheckResult(name, finding, since, at);
        known.put(name, result);
        if (!asBefore) {
            tell(result);
            keep(result);
        }
    }

    /** Forgets what nobody looks at any more. */
    void forget(String name) {
        known.remove(name);
        storing(() -> database.write(handle -> handle.execute("delete from health_check where name = ?", name)));
    }

    private void keep(CheckResult result) {
        storing(() -> database.write(handle -> {
            handle.execute("delete from health_check where name = ?", result.name());
            CheckFinding finding = result.finding();
            return handle.execute(
                    "insert into health_check (name, state, code, why, fix, since_millis) values (?, ?, ?, ?, ?, ?)",
                    result.name(),
                    finding.state().name(),
                    finding.code(),
                    finding.why(),
                    finding.fix(),
                    result.since().toEpochMilli());
        }));
    }

    private static void storing(Runnable change) {
        try {
            change.run();
        } catch (ConnectorException full) {
            LOG.warn("A change of health can't be kept: {}", full.problem().message());
        }
    }

    private static boolean same(CheckFinding one, CheckFinding other) {
        return one.state() == other.state() && one.code().equals(other.code());
    }

    /** Trouble of others is no error of the connector's, so the log has it as a warning. */
    private static void tell(CheckResult result) {
        switch (result.state()) {
            case OK, UNKNOWN ->
                LOG.info(
                        "{} is {}: {}",
                        result.name(),
                        result.state(),
                        result.finding().why());
            case WARNING, FAILING ->
                LOG.warn(
                        "{} is {}: {} {}",
                        result.name(),
                        result.state(),
                        result.finding().why(),
                        result.finding().fix());
        }
    }
}
