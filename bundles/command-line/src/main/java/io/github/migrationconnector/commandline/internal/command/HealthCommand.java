package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "health",
        description = "How the connector is, check by check, with the fix of each finding; fails when it is UNHEALTHY.")
final class HealthCommand extends DaemonCommand {
    @Option(names = "--check", description = "Looks at everything now instead of telling the last looks.")
    private boolean check;

    HealthCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        JsonNode health = check ? daemon().post("/connector/check") : daemon().get("/health");
        String state = health.path("state").asText();
        print(health, state + "\n\n" + checks(health.path("checks")) + findings(health.path("checks")));
        return state.equals("HEALTHY") ? Program.DONE : Program.FAILED;
    }

    private static Table checks(JsonNode checks) {
        Table table = new Table("CHECK", "STATE", "SINCE", "WHY");
        checks.forEach(each -> table.row(
                each.path("name").asText(),
                each.path("state").asText(),
                each.path("since").asText(),
                each.path("why").asText()));
        return table;
    }

    /** What the table has no room for, of those that want somebody. */
    private static String findings(JsonNode checks) {
        StringBuilder text = new StringBuilder();
        checks.forEach(each -> {
            if (!each.path("fix").asText().isEmpty()) {
                text.append('\n')
                        .append(each.path("name").asText())
                        .append(": ")
                        .append(each.path("why").asText())
                        .append("\n  fix: ")
                        .append(each.path("fix").asText())
                        .append('\n');
            }
        });
        return text.toString();
    }
}
