package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Answer;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "proxy",
        description = {
            "The HTTP proxy that AWS is reached through; vCenter is always reached directly.",
            "It is checked with AWS first. Before the set-up it is kept for it."
        })
final class NetworkProxyCommand extends DaemonCommand {
    private static final Pattern PROXY = Pattern.compile("(?:http://)?(\\[[0-9A-Fa-f:.]+]|[^:/@]+):(\\d{1,5})/?");
    private static final String PATH = "/network/proxy";

    @Parameters(
            paramLabel = "HOST:PORT",
            arity = "0..1",
            description = "The proxy; left out, the one that is kept is shown.")
    private String proxy = "";

    @Option(names = "--none", description = "Reaches AWS directly.")
    private boolean none;

    @Option(names = "--user", paramLabel = "NAME", description = "Its login; the password is asked for.")
    private String user = "";

    @Option(
            names = "--except",
            paramLabel = "WHAT",
            description = "Reached directly: a name, .domain, address or network; may be repeated.")
    private List<String> exceptions = List.of();

    @Mixin
    private SecretInput input;

    NetworkProxyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (none) {
            daemon().delete(PATH);
            print(object().put("proxy", "none"), "AWS is reached directly.\n");
            return Program.DONE;
        }
        return proxy.isEmpty() ? show() : set();
    }

    private int show() {
        JsonNode kept = daemon().get(PATH);
        print(kept, words(kept));
        return Program.DONE;
    }

    private static String words(JsonNode kept) {
        if (!kept.has("proxy")) {
            return "AWS is reached directly.\n";
        }
        List<String> exceptions = new ArrayList<>();
        kept.at("/proxy/exceptions").forEach(each -> exceptions.add(each.asText()));
        Table table = new Table(
                        "proxy",
                        kept.at("/proxy/host").asText() + ":"
                                + kept.at("/proxy/port").asText())
                .row("in force", kept.path("inForce").asBoolean() ? "yes" : "no: kept for the set-up");
        if (kept.path("proxy").has("user")) {
            table.row("user", kept.at("/proxy/user").asText());
        }
        return table.row("reached directly", String.join(", ", exceptions)).toString();
    }

    private int set() {
        Matcher parts = PROXY.matcher(proxy);
        if (!parts.matches()) {
            throw new CommandFailure("'" + proxy + "' is no proxy", "give HOST:PORT; a login by --user");
        }
        ObjectNode body = object().put("host", parts.group(1)).put("port", Integer.parseInt(parts.group(2)));
        if (!user.isEmpty()) {
            body.put("user", user).put("password", input.read("password of the proxy", true));
        }
        exceptions.forEach(body.putArray("exceptions")::add);
        Answer answer = daemon().post(PATH, body.toString().getBytes(StandardCharsets.UTF_8));
        if (!answer.ok()) {
            throw refused(answer.body());
        }
        String address = parts.group(1) + ":" + parts.group(2);
        boolean registered = answer.body().at("/progress/state").asText().equals("REGISTERED");
        print(
                answer.body(),
                registered ? "AWS is reached through " + address + ".\n" : address + " is kept for the set-up.\n");
        return Program.DONE;
    }

    /** The first of what is wrong says it; there is one field. */
    private static CommandFailure refused(JsonNode problem) {
        JsonNode finding = problem.path("findings").path(0);
        return finding.isMissingNode()
                ? new CommandFailure(
                        problem.path("detail").asText(), problem.path("fix").asText())
                : new CommandFailure(
                        finding.path("path").asText() + ": "
                                + finding.path("message").asText(),
                        finding.path("fix").asText());
    }
}
