package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(
        name = "connectivity",
        description = "Walks to everything that the connector has to reach: DNS, TCP, proxy, TLS, login."
                + " Fails when one can't be reached, and says at which step, why, and the fix.")
final class ConnectivityCommand extends DaemonCommand {
    ConnectivityCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        JsonNode reports = daemon().get("/connectivity");
        StringBuilder text = new StringBuilder();
        boolean reached = true;
        for (JsonNode report : reports) {
            reached &= report.path("reached").asBoolean();
            text.append(report.path("name").asText())
                    .append(" (")
                    .append(report.path("address").asText())
                    .append(")\n");
            report.path("steps").forEach(step -> append(text, step));
        }
        if (reports.isEmpty()) {
            text.append("nothing is set up yet\n");
        }
        print(reports, text.toString());
        return reached ? Program.DONE : Program.FAILED;
    }

    private static void append(StringBuilder text, JsonNode step) {
        text.append(String.format(
                Locale.ROOT,
                "  %-5s  %-7s  %s%n",
                step.path("step").asText(),
                step.path("outcome").asText().toLowerCase(Locale.ROOT),
                step.path("detail").asText()));
        if (!step.path("fix").asText().isEmpty()) {
            text.append("         to mend it: ")
                    .append(step.path("fix").asText())
                    .append('\n');
        }
    }
}
