package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.Trouble;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.CancelledException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** One change of the network: typed, checked, shown, applied, and kept or taken back. */
final class NetworkTrial {
    private static final int CONFIRM_SECONDS = 60;
    private static final int MOST_LOOKS = 60;

    private final Desk desk;
    private final Connector connector;

    NetworkTrial(Desk desk, Connector connector) {
        this.desk = desk;
        this.connector = connector;
    }

    /** Asks again, with what was typed, as long as something is wrong with it; Ctrl-C ends that. */
    void of(ObjectNode settings, Consumer<ObjectNode> form) {
        ObjectNode wanted = settings.deepCopy();
        while (true) {
            ObjectNode typed = wanted.deepCopy();
            form.accept(typed);
            wanted = typed;
            Optional<JsonNode> plan = checked(typed);
            if (plan.isPresent()) {
                offer(typed, plan.get());
                return;
            }
            desk.say("Type it again; Enter takes what stands in brackets, Ctrl-C drops it all.");
        }
    }

    /** The commands that it takes; empty when something keeps it from being applied, which is said. */
    private Optional<JsonNode> checked(ObjectNode typed) {
        try {
            JsonNode checked = connector.post("/network/check", typed);
            boolean sound = true;
            for (JsonNode finding : checked.path("findings")) {
                boolean blocking = finding.path("blocking").asBoolean();
                sound &= !blocking;
                desk.say((blocking ? "Wrong: " : "Mind: ")
                        + finding.path("message").asText() + ". "
                        + finding.path("fix").asText() + ".");
            }
            return sound ? Optional.of(checked.path("plan")) : Optional.empty();
        } catch (TroubleException trouble) {
            Trouble.say(desk, trouble);
            return Optional.empty();
        }
    }

    private void offer(ObjectNode typed, JsonNode plan) {
        if (desk.agrees("Show each command that this runs?")) {
            plan.forEach(line -> desk.say("    " + line.asText()));
        }
        if (!desk.agrees("Apply it? It takes itself back after " + CONFIRM_SECONDS + " s unless you keep it")) {
            desk.say("Nothing was changed.");
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("confirmSeconds", CONFIRM_SECONDS);
        body.set("settings", typed);
        String id = connector.post("/network/changes", body).path("id").asText();
        desk.say("It is being applied.");
        if (isInForce()) {
            decide(id);
        } else {
            desk.say("It was taken back: a command of it failed. Look into the system's log for connector-privileged.");
        }
    }

    /** Whether it waits to be kept; it may have failed and be gone. */
    private boolean isInForce() {
        for (int look = 0; look < MOST_LOOKS; look++) {
            JsonNode network = connector.get("/network");
            if (!network.has("change")) {
                return false;
            }
            if (network.at("/change/phase").asText().equals("WAITING")) {
                return true;
            }
            desk.pause(1);
        }
        throw new TroubleException("the change takes too long", "look at Network again; it ends by itself");
    }

    private void decide(String id) {
        desk.say(
                "Now open the pages at the new address from where you work. Then type keep. Without it the old settings"
                        + " come back.");
        try {
            int left = secondsLeft();
            while (left > 0) {
                Optional<String> typed = desk.askWithin(
                        seconds -> String.format(Locale.ROOT, "keep or back (%2d s left)", seconds), left);
                if (typed.filter("keep"::equals).isPresent()) {
                    keep(id);
                    return;
                }
                if (typed.filter("back"::equals).isPresent()) {
                    takeBack(id);
                    return;
                }
                typed.ifPresent(other -> desk.say("Type keep or back, then Enter."));
                left = typed.isPresent() ? secondsLeft() : 0;
            }
            desk.say("The time is over: the old settings come back.");
        } catch (CancelledException cancelled) {
            takeBack(id);
        }
    }

    private int secondsLeft() {
        return connector.get("/network").at("/change/secondsLeft").asInt();
    }

    void keep(String id) {
        connector.post("/network/changes/" + id + "/confirm");
        desk.say("The new settings are kept.");
    }

    void takeBack(String id) {
        connector.delete("/network/changes/" + id);
        desk.say("The old settings are back.");
    }
}
