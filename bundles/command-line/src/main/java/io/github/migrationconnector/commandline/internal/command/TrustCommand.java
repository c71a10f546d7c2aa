package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "trust",
        description = "Which certificates the running daemon believes.",
        subcommands = {TrustCommand.Show.class, TrustCommand.Accept.class, TrustCommand.FollowCa.class})
final class TrustCommand {
    private static final String TRUSTED = "TRUSTED";

    private TrustCommand() {}

    private static String words(JsonNode report) {
        StringBuilder text = new StringBuilder();
        text.append(new Table("server", report.path("server").asText())
                .row(
                        "state",
                        report.path("state").asText() + ": "
                                + report.path("why").asText())
                .row("trusted", report.path("followed").asBoolean() ? "an authority" : "one certificate"));
        for (JsonNode certificate : report.path("presented")) {
            text.append('\n')
                    .append(new Table("shown", certificate.path("subject").asText())
                            .row("issued by", certificate.path("issuer").asText())
                            .row("names", joined(certificate.path("names")))
                            .row(
                                    "valid",
                                    certificate.path("notBefore").asText() + " to "
                                            + certificate.path("notAfter").asText())
                            .row("SHA-256", certificate.path("sha256").asText()));
        }
        if (!report.path("differences").isEmpty()) {
            Table table = new Table("DIFFERS IN", "ACCEPTED", "SHOWN NOW");
            report.path("differences")
                    .forEach(line -> table.row(
                            line.path("field").asText(),
                            line.path("accepted").asText(),
                            line.path("presented").asText()));
            text.append('\n').append(table);
        }
        return text.toString();
    }

    private static String joined(JsonNode names) {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append(text.isEmpty() ? "" : ", ").append(name.asText()));
        return text.toString();
    }

    @Command(name = "show", description = "Looks at the certificates now, and compares. Fails when one is not trusted.")
    static final class Show extends DaemonCommand {
        @Parameters(
                paramLabel = "HOST[:PORT]",
                arity = "0..1",
                description = "Any server; left out, those that the connector talks to.")
        private String server = "";

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode reports = server.isEmpty()
                    ? daemon().get("/trust?fetch=true")
                    : daemon().post("/trust/fetch", object().put("server", server));
            StringBuilder text = new StringBuilder();
            boolean trusted = true;
            for (JsonNode report :
                    reports.isArray() ? reports : object().arrayNode().add(reports)) {
                text.append(text.isEmpty() ? "" : "\n").append(words(report));
                trusted &= report.path("state").asText().equals(TRUSTED);
            }
            print(reports, text.isEmpty() ? "no server is set up yet\n" : text.toString());
            return trusted ? Program.DONE : Program.FAILED;
        }
    }

    @Command(
            name = "accept",
            description = "Trusts the certificate that a server shows now. Work that waits for it goes on.")
    static final class Accept extends DaemonCommand {
        @Parameters(paramLabel = "HOST[:PORT]", index = "0", description = "The server, as it was set up.")
        private String server;

        @Parameters(
                paramLabel = "SHA256",
                index = "1",
                description = "Its fingerprint, as you compared it on the server itself.")
        private String sha256;

        Accept(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode report = daemon().post(
                            "/trust/accept", object().put("server", server).put("sha256", sha256));
            print(report, words(report));
            return Program.DONE;
        }
    }

    @Command(
            name = "follow-ca",
            description = "Trusts every certificate for the server's name that an authority issues.")
    static final class FollowCa extends DaemonCommand {
        @Parameters(paramLabel = "HOST[:PORT]", description = "The server, as it was set up.")
        private String server;

        @Option(
                names = "--file",
                paramLabel = "PEM",
                description = "The authority's certificate; left out, the one in the chain that the server shows.")
        private Path file;

        FollowCa(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ObjectNode body = object().put("server", server);
            if (file != null) {
                body.put("pem", text(file));
            }
            JsonNode report = daemon().post("/trust/follow", body);
            print(report, words(report));
            return Program.DONE;
        }

        private static String text(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException unreadable) {
                throw new CommandFailure(file + " can't be read", "Name a PEM file with one certificate.");
            }
        }
    }
}
