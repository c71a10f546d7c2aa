package io.github.migrationconnector.consolemenu.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The head of every screen: where the console's pages are, by which certificate to know them, and how the connector is. */
final class StatusScreen {
    private static final int MOST_REASONS = 2;
    private static final int HALF_FINGERPRINT = 48;
    private static final String INDENT = "              ";

    private final Desk desk;
    private final Machine machine;

    StatusScreen(Desk desk, Machine machine) {
        this.desk = desk;
        this.machine = machine;
    }

    /** Returns whether the connector answered. */
    boolean show() {
        List<String> lines = new ArrayList<>();
        boolean answered = read(lines);
        desk.clear();
        lines.forEach(desk::say);
        desk.say("-".repeat(Desk.WIDTH - 1));
        return answered;
    }

    /** Done before the screen is cleared, so that the old one stands while an answer takes its time. */
    private boolean read(List<String> lines) {
        try {
            JsonNode status = machine.connector().get("/status");
            JsonNode network = machine.connector().get("/network");
            JsonNode certificate = machine.connector().get("/certificate");
            lines.add("Server Migration Connector " + status.path("version").asText() + " on "
                    + network.at("/inForce/hostName").asText());
            lines.add(" Pages        " + pages(network));
            fingerprint(certificate.at("/chain/0/sha256").asText(), lines);
            health(status, lines);
            machine.trail().hasCaughtUp();
            if (network.has("change")) {
                lines.add(" Network      a change waits to be confirmed, "
                        + network.at("/change/secondsLeft").asText() + " s left");
            }
            return true;
        } catch (TroubleException trouble) {
            lines.clear();
            lines.add("Server Migration Connector");
            lines.add(" Health       " + trouble.getMessage());
            if (!trouble.fix().isEmpty()) {
                lines.add(INDENT + "to mend it: " + trouble.fix());
            }
            lines.addAll(addressesWithoutDaemon());
            return false;
        }
    }

    private static String pages(JsonNode network) {
        List<String> pages = new ArrayList<>();
        for (JsonNode each : network.at("/inForce/interfaces")) {
            for (JsonNode address : each.path("addresses")) {
                String plain = address.asText().replaceFirst("/.*", "");
                pages.add(plain.contains(":") ? "https://[" + plain + "]/" : "https://" + plain + "/");
            }
        }
        return pages.isEmpty() ? "no address; give one by Network" : String.join("  ", pages);
    }

    private static void fingerprint(String sha256, List<String> lines) {
        int cut = Math.min(HALF_FINGERPRINT, sha256.length());
        lines.add(" Fingerprint  " + sha256.substring(0, cut));
        lines.add(INDENT + sha256.substring(cut) + "  (SHA-256)");
    }

    private static void health(JsonNode status, List<String> lines) {
        String registered = status.at("/registration/state").asText("unknown");
        lines.add(" Health       " + words(status.at("/health/state").asText()) + "; set-up: " + words(registered));
        List<String> reasons = new ArrayList<>();
        status.at("/health/reasons")
                .forEach(reason -> reasons.add(reason.path("message").asText()));
        status.at("/health/troubles").forEach(trouble -> reasons.add(trouble.asText()));
        reasons.stream().limit(MOST_REASONS).forEach(reason -> lines.add(INDENT + reason));
        if (reasons.size() > MOST_REASONS) {
            lines.add(INDENT + "and " + (reasons.size() - MOST_REASONS) + " more; the dashboard lists them");
        }
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private List<String> addressesWithoutDaemon() {
        if (!machine.privileged().present()) {
            return List.of();
        }
        try {
            return machine.privileged()
                    .call("network", "show")
                    .lines()
                    .filter(line -> line.startsWith("address "))
                    .map(line -> " Address      " + line.substring("address ".length()))
                    .toList();
        } catch (TroubleException trouble) {
            return List.of(" Address      unknown: " + trouble.getMessage());
        }
    }
}
