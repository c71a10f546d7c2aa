package io.github.migrationconnector.consolemenu.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.desk.LeftException;
import java.util.Arrays;

/** Asks from afar for an administrator's name and password, which the daemon checks and slows down as at its pages. */
final class Login {
    private static final int TRIES = 3;

    private final Desk desk;
    private final Machine machine;

    Login(Desk desk, Machine machine) {
        this.desk = desk;
        this.machine = machine;
    }

    /** Returns when somebody has logged in. */
    void require() {
        desk.say("Log in as an administrator of the connector (Ctrl-C leaves).");
        for (int left = TRIES; left > 0; left--) {
            try {
                check();
                return;
            } catch (TroubleException trouble) {
                Trouble.say(desk, trouble);
            }
        }
        throw new LeftException();
    }

    private void check() {
        String name = desk.ask("Name", "admin");
        char[] password = desk.askSecret("Password");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        body.put("password", new String(password));
        Arrays.fill(password, '\0');
        JsonNode user = machine.connector().post("/menu/login", body);
        machine.trail().person(user.path("name").asText());
    }
}
