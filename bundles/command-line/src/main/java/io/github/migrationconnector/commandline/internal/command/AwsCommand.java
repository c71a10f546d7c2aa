package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(
        name = "aws",
        description = "The AWS side of the running daemon.",
        subcommands = {AwsCommand.Permissions.class, AwsCommand.Regions.class})
final class AwsCommand {
    private static final long MILLIS = 1000;
    private static final long TOLERATED_SECONDS = 300;

    private AwsCommand() {}

    @Command(
            name = "permissions",
            description = "Asks AWS, action by action, what the connector may do. Fails when an action is missing.")
    static final class Permissions extends DaemonCommand {
        Permissions(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode report = daemon().get("/aws/permissions");
            StringBuilder text = new StringBuilder();
            text.append("asked as ").append(report.path("arn").asText()).append('\n');
            text.append(clock(report.path("clockOffsetMillis").asLong())).append('\n');
            Table table = new Table("ACTION", "VERDICT", "FOR");
            StringBuilder fixes = new StringBuilder();
            boolean denied = false;
            for (JsonNode result : report.path("results")) {
                String verdict = result.path("verdict").asText();
                table.row(
                        result.path("action").asText(),
                        verdict.toLowerCase(Locale.ROOT).replace('_', ' '),
                        result.path("purpose").asText());
                denied |= verdict.equals("DENIED");
                if (!verdict.equals("ALLOWED")) {
                    fixes.append(fix(result, verdict));
                }
            }
            print(report, text.append(table).append(fixes).toString());
            return denied ? Program.FAILED : Program.DONE;
        }

        private static String fix(JsonNode result, String verdict) {
            String first = verdict.equals("DENIED")
                    ? "missing: " + result.path("action").asText() + "\n  add to the policy: "
                    : "not told: " + result.path("action").asText() + ": "
                            + result.path("message").asText() + "\n  to mend it: ";
            return first + result.path("fix").asText() + "\n";
        }

        private static String clock(long offsetMillis) {
            long seconds = Math.round(Math.abs(offsetMillis) / (double) MILLIS);
            String way = offsetMillis > 0 ? "behind" : "ahead of";
            String word = seconds <= 1 ? "agrees with AWS's" : "is " + seconds + " s " + way + " AWS's";
            return "this machine's clock " + word
                    + (seconds > TOLERATED_SECONDS ? ": signatures are refused beyond 300 s; set it by NTP" : "");
        }
    }

    @Command(name = "regions", description = "The regions that the connector knows of.")
    static final class Regions extends DaemonCommand {
        Regions(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode regions = daemon().get("/aws/regions");
            Table table = new Table("REGION", "NAME");
            regions.forEach(region ->
                    table.row(region.path("id").asText(), region.path("name").asText()));
            print(regions, table.toString());
            return Program.DONE;
        }
    }
}
