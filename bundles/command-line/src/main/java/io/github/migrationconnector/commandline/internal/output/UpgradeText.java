package io.github.migrationconnector.commandline.internal.output;

import com.fasterxml.jackson.databind.JsonNode;

/** Upgrades in words. */
public final class UpgradeText {
    private UpgradeText() {}

    /** What would change. */
    public static String plan(JsonNode plan) {
        StringBuilder text = new StringBuilder();
        String to = plan.path("toSet").asText();
        if (plan.path("changes").isEmpty()) {
            return "the set " + to + " brings nothing that is not in force\n";
        }
        text.append("from ")
                .append(plan.path("fromSet").asText())
                .append(" to ")
                .append(to);
        text.append(plan.path("restart").asBoolean() ? ", the daemon starts anew\n" : ", while the daemon runs on\n");
        if (!plan.path("notes").asText().isEmpty()) {
            plan.path("notes").asText().lines().forEach(line -> text.append("  ")
                    .append(Table.clean(line))
                    .append('\n'));
        }
        Table changes = new Table("BUNDLE", "CHANGE", "FROM", "TO", "HOW");
        plan.path("changes")
                .forEach(change -> changes.row(
                        change.path("name").asText(),
                        change.path("kind").asText(),
                        change.path("fromVersion").asText(),
                        change.path("toVersion").asText(),
                        change.path("way").asText()));
        text.append(changes);
        plan.path("services").forEach(service -> text.append("away for a moment: ")
                .append(service.asText())
                .append('\n'));
        plan.path("runs")
                .forEach(run ->
                        text.append("pauses and goes on: ").append(run.asText()).append('\n'));
        return text.toString();
    }

    /** How one ended. */
    public static String outcome(JsonNode record) {
        String set = record.path("toSet").asText();
        return switch (record.path("outcome").asText()) {
            case "GOOD" -> "the set " + set + " is in force\n";
            default ->
                "the set " + set + " is not in force (" + record.path("outcome").asText() + "): "
                        + Table.clean(record.path("reason").asText()) + "\n";
        };
    }

    /** Where upgrades stand. */
    public static String status(JsonNode status) {
        String target = status.path("target").asText();
        StringBuilder text = new StringBuilder();
        text.append(new Table("set in force", status.path("set").asText())
                .row("under way", status.path("stage").asText() + (target.isEmpty() ? "" : " " + target))
                .row("to go back to", status.path("previousSet").asText()));
        if (!status.path("history").isEmpty()) {
            Table history = new Table("BEGUN", "FROM", "TO", "OUTCOME", "REASON");
            status.path("history")
                    .forEach(record -> history.row(
                            record.path("startedAt").asText(),
                            record.path("fromSet").asText(),
                            record.path("toSet").asText(),
                            record.path("outcome").asText(),
                            record.path("reason").asText()));
            text.append('\n').append(history);
        }
        return text.toString();
    }
}
