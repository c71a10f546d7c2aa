package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.Locale;

/**
 * The certificates of the servers that the connector talks to: what they show beside what is trusted, and to trust what they
 * show. There is no switch that trusts everything (docs/adr/0015).
 */
final class TrustItem implements Item {
    private static final String TRUSTED = "TRUSTED";

    /** Enough of a fingerprint that it was looked at, and few enough to type in a window that takes no paste. */
    private static final int TYPED_DIGITS = 8;

    private final Desk desk;
    private final Connector connector;

    TrustItem(Desk desk, Connector connector) {
        this.desk = desk;
        this.connector = connector;
    }

    @Override
    public String title() {
        return "Certificates of vCenter";
    }

    @Override
    public void run() {
        desk.say("Looks at what each server shows now; nothing secret is sent.");
        JsonNode reports = connector.getLong("/trust?fetch=true");
        if (reports.isEmpty()) {
            desk.say("No server is set up yet. Set the connector up at its pages first.");
        }
        for (JsonNode report : reports) {
            show(report);
            if (!report.path("state").asText().equals(TRUSTED)
                    && !report.path("presented").isEmpty()) {
                offer(report);
            }
        }
    }

    private void show(JsonNode report) {
        desk.say("");
        desk.say(report.path("server").asText() + ": " + report.path("why").asText());
        desk.say(" trusted      " + fingerprint(report.at("/accepted/0")));
        desk.say(" shown now    " + fingerprint(report.at("/presented/0")));
        for (JsonNode each : report.path("differences")) {
            if (!each.path("field").asText().equals("sha256")) {
                desk.say(" " + each.path("field").asText() + ": was "
                        + each.path("accepted").asText() + ", is "
                        + each.path("presented").asText());
            }
        }
    }

    private static String fingerprint(JsonNode certificate) {
        return certificate.path("sha256").asText("unknown");
    }

    private void offer(JsonNode report) {
        String shown = fingerprint(report.at("/presented/0"));
        desk.say(
                "While it shows what is not trusted, nothing is sent to it and runs wait. Trust it only when the server's own"
                        + " administrator tells you this fingerprint by another way: whoever stands between the connector and the"
                        + " server would show one of their own, and be given the connector's password. It is written into the audit"
                        + " trail.");
        String typed = desk.ask("Type the first " + TYPED_DIGITS
                + " digits of the fingerprint that you were told to trust it, Enter to leave it");
        if (typed.isEmpty()) {
            desk.say("It stays as it is.");
            return;
        }
        if (!normal(typed).equals(normal(shown).substring(0, TYPED_DIGITS))) {
            throw new TroubleException(
                    "what was typed is not how the shown fingerprint begins; nothing was trusted",
                    "when you were told another one, find out who answers in the server's place");
        }
        connector.post(
                "/trust/accept",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("server", report.path("server").asText())
                        .put("sha256", shown));
        desk.say("It is trusted, alone and from now on. Runs that waited go on.");
    }

    private static String normal(String fingerprint) {
        return fingerprint.replaceAll("[: ]", "").toLowerCase(Locale.ROOT);
    }
}
