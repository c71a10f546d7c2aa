package io.github.migrationconnector.notifications.internal.watch;

import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.health.HealthState;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Neighbours;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Whether the connector turned unhealthy or healthy, and whether a certificate ends. */
final class HealthWatch implements Watch {
    private static final String MARK = "health";
    private static final String CERTIFICATES = "CERTIFICATES";

    private final Neighbours neighbours;
    private final String sender;
    private final Function<String, Optional<String>> marks;

    /**
     * Watches.
     *
     * @param sender whose health it is
     * @param marks what was remembered, by name
     */
    HealthWatch(Neighbours neighbours, String sender, Function<String, Optional<String>> marks) {
        this.neighbours = neighbours;
        this.sender = sender;
        this.marks = marks;
    }

    @Override
    public Sight look(Instant now) {
        ConnectorHealth health = neighbours.health().health();
        List<Happening> happenings = new ArrayList<>();
        health.checks().stream()
                .filter(check -> check.name().equals(CERTIFICATES) && check.state() == CheckState.WARNING)
                .forEach(check -> happenings.add(ending(check, now)));
        Optional<String> before = marks.apply(MARK);
        String state = health.state().name();
        if (before.filter(state::equals).isPresent()) {
            return Sight.of(happenings);
        }
        // the first look of all only remembers, unless it is bad: nobody was told that it was ever well
        if (before.isPresent() || health.state() == HealthState.UNHEALTHY) {
            happenings.add(turned(health, now));
        }
        return new Sight(happenings, Map.of(MARK, state));
    }

    private Happening turned(ConnectorHealth health, Instant now) {
        String key = "health/" + sender + "/" + health.state() + "/" + now.toEpochMilli();
        return switch (health.state()) {
            case HEALTHY ->
                new Happening(
                        key,
                        NotificationEvent.CONNECTOR_HEALTHY,
                        now,
                        new Happening.Words(
                                "The connector is healthy again", "Nothing keeps it from its work any more.", ""),
                        Map.of());
            case UNHEALTHY -> {
                List<HealthReason> reasons = health.reasons();
                StringBuilder text = new StringBuilder();
                StringBuilder fix = new StringBuilder();
                reasons.forEach(reason -> text.append(reason.why()).append(' '));
                reasons.forEach(reason -> fix.append(reason.fix()).append(' '));
                Map<String, String> facts = new TreeMap<>();
                facts.put(
                        "checks",
                        String.join(
                                ",", reasons.stream().map(HealthReason::code).toList()));
                yield new Happening(
                        key,
                        NotificationEvent.CONNECTOR_UNHEALTHY,
                        now,
                        new Happening.Words(
                                "The connector is unhealthy",
                                text.toString().strip(),
                                fix.toString().strip()),
                        facts);
            }
        };
    }

    private Happening ending(CheckResult check, Instant now) {
        return new Happening(
                "certificate/" + sender + "/" + check.finding().code() + "/"
                        + check.since().toEpochMilli(),
                NotificationEvent.CERTIFICATE_ENDING,
                now,
                new Happening.Words(
                        "A certificate ends",
                        check.finding().why(),
                        check.finding().fix()),
                Map.of("code", check.finding().code()));
    }
}
