package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is looked at, and changes nothing. */
final class CheckItems {
    private final Desk desk;
    private final Connector connector;

    CheckItems(Desk desk, Connector connector) {
        this.desk = desk;
        this.connector = connector;
    }

    void walk() {
        desk.say("Walks to everything that the connector has to reach; this may take a minute.");
        JsonNode reports = connector.getLong("/connectivity");
        if (reports.isEmpty()) {
            desk.say("Nothing is set up yet, so there is nothing to reach. Set the connector up at its pages first.");
        }
        for (JsonNode report : reports) {
            desk.say((report.path("reached").asBoolean() ? "reached      " : "NOT REACHED  ")
                    + report.path("name").asText() + " ("
                    + report.path("address").asText() + ")");
            report.path("steps").forEach(this::step);
        }
    }

    private void step(JsonNode step) {
        String outcome = step.path("outcome").asText().toLowerCase(Locale.ROOT);
        desk.say("    " + step.path("step").asText() + " " + outcome + ": "
                + step.path("detail").asText());
        if (!step.path("fix").asText().isEmpty()) {
            desk.say("    to mend it: " + step.path("fix").asText());
        }
    }

    /** Page by page: a chain is longer than a screen. */
    void showCertificate() {
        JsonNode state = connector.get("/certificate");
        int number = 0;
        for (JsonNode certificate : state.path("chain")) {
            number++;
            desk.say((number == 1 ? "The connector's own certificate" : "Issued by") + ":");
            desk.say(" Subject      " + certificate.path("subject").asText());
            desk.say(" Issuer       " + certificate.path("issuer").asText());
            desk.say(" Names        " + joined(certificate.path("names")));
            desk.say(" Valid        " + certificate.path("notBefore").asText() + " to "
                    + certificate.path("notAfter").asText());
            desk.say(" SHA-256      " + certificate.path("sha256").asText());
            desk.ask("Press Enter for its text (PEM)");
            certificate.path("pem").asText().lines().forEach(desk::say);
        }
        if (!state.path("warning").asText().isEmpty()) {
            desk.say("Mind: " + state.path("warning").asText());
        }
        if (!state.path("missingNames").isEmpty()) {
            desk.say("Mind: it lacks the names " + joined(state.path("missingNames"))
                    + ". Renew it at the pages, or by: connector certificate renew");
        }
    }

    static String joined(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        return String.join(", ", all);
    }
}
