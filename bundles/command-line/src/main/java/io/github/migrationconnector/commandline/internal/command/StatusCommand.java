package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Health, version, bundles, registration and the runs under way.")
final class StatusCommand extends DaemonCommand {
    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        JsonNode status = daemon().get("/status");
        print(status, words(status));
        return Program.DONE;
    }

    private static String words(JsonNode status) {
        JsonNode registration = status.path("registration");
        StringBuilder text = new StringBuilder();
        text.append(new Table("version", status.path("version").asText())
                .row("health", status.at("/health/state").asText())
                .row("connector", registration.isObject() ? identity(registration) : "not known now")
                .row("registration", registration.path("state").asText())
                .row("bundles", Integer.toString(status.path("bundles").size())));
        status.at("/health/troubles")
                .forEach(trouble ->
                        text.append("trouble: ").append(trouble.asText()).append('\n'));
        text.append(RegistrationCommand.reasons(status.at("/health/reasons")));
        status.at("/health/warnings").forEach(warning -> text.append("warning: ")
                .append(warning.path("why").asText())
                .append("\n  fix: ")
                .append(warning.path("fix").asText())
                .append('\n'));
        if (!status.path("runs").isEmpty()) {
            text.append('\n').append(RunCommand.table(status.path("runs")));
        }
        return text.toString();
    }

    private static String identity(JsonNode registration) {
        return registration.path("id").asText() + ", "
                + registration.path("name").asText();
    }
}
