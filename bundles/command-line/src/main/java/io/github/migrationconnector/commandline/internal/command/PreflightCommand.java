package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "preflight",
        description =
                "What stands in the way of replicating a VM, with the fix for each finding. Fails when it is refused.")
final class PreflightCommand extends DaemonCommand {
    @Parameters(paramLabel = "VM", description = "Its id, path or name.")
    private String vm;

    PreflightCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        JsonNode report = daemon().get("/preflight?vm=" + Daemon.encoded(vm));
        StringBuilder text = new StringBuilder();
        text.append(report.at("/vm/path").asText())
                .append(" (")
                .append(report.at("/vm/id").asText())
                .append("): ");
        text.append(report.path("verdict").asText()).append('\n');
        report.path("findings").forEach(finding -> {
            text.append(finding.path("severity").asText().equals("REFUSED") ? "refused: " : "warning: ");
            text.append(finding.path("message").asText()).append('\n');
            if (!finding.path("fix").asText().isEmpty()) {
                text.append("  to mend it: ")
                        .append(finding.path("fix").asText())
                        .append('\n');
            }
        });
        print(report, text.toString());
        return report.path("verdict").asText().equals("REFUSED") ? Program.FAILED : Program.DONE;
    }
}
