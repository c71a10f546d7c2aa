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
        plan.path("settings").forEach(setting -> text.append(
                        setting.path("added").asBoolean() ? "a new setting: " : "a setting that goes: ")
                .append(setting.path("pid").asText())
                .append(' ')
                .append(setting.path("name").asText())
                .append(setting.path("used").asBoolean() ? " (conf/ has it)\n" : "\n"));
        plan.path("tables").forEach(change -> text.append("tables of ")
                .append(change.path("bundle").asText())
                .append(": from ")
                .append(change.path("fromVersion").asInt())
                .append(" to ")
                .append(change.path("toVersion").asInt())
                .append('\n'));
        return text.append(wayBack(plan)).toString();
    }

    private static String wayBack(JsonNode plan) {
        String copy = plan.path("copyOf").asText();
        return switch (plan.path("wayBack").asText()) {
            case "BY_COPY" ->
                copy.isEmpty()
                        ? "the way back: the store goes back to a copy of today; what is recorded from then on is"
                                + " lost\n"
                        : "the store goes back to its copy of " + copy + "; what was recorded since is lost\n";
            case "NONE" -> "no way back: the connector makes no copy of the store\n";
            default -> "";
        };
    }

    /** What was removed. */
    public static String cleaned(JsonNode gone) {
        StringBuilder text = new StringBuilder();
        gone.path("removed").forEach(set -> text.append("removed the set ")
                .append(Table.clean(set.asText()))
                .append('\n'));
        return text.append(Sizes.of(gone.path("bytes").asLong()))
                .append(" are free again\n")
                .toString();
    }

    private static String automatic(JsonNode automatic) {
        StringBuilder text = new StringBuilder();
        text.append(automatic.path("chosen").asBoolean() ? "yes, " : "no; looks ")
                .append(automatic.path("window").asText());
        if (automatic.path("channel").asText().isEmpty()) {
            text.append(", no channel is set");
        }
        if (!automatic.path("offered").asText().isEmpty()) {
            text.append("; waiting: ")
                    .append(Table.clean(automatic.path("offered").asText()));
        }
        if (!automatic.path("trouble").asText().isEmpty()) {
            text.append("; ").append(Table.clean(automatic.path("trouble").asText()));
        }
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
                .row("to go back to", status.path("previousSet").asText())
                .row("pinned", status.path("pinned").asBoolean() ? "yes" : "no")
                .row("by itself", automatic(status.path("automatic"))));
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
