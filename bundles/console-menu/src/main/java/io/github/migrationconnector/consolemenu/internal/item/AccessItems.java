package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.Trouble;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.Arrays;

/** The administrator's ways in. */
final class AccessItems {
    private final Desk desk;
    private final Connector connector;

    AccessItems(Desk desk, Connector connector) {
        this.desk = desk;
        this.connector = connector;
    }

    /** Asks again as long as the password is not taken: Ctrl-C ends it. */
    void resetPassword() {
        desk.say("Sets a new password of the user admin, and ends the sessions of that user. The user is enabled and an"
                + " administrator afterwards. It is written into the audit trail.");
        while (true) {
            char[] password = desk.askSecret("New password");
            char[] again = desk.askSecret("The same again");
            if (!Arrays.equals(password, again)) {
                desk.say("The two differ. Type the same twice.");
            } else if (isSet(password)) {
                desk.say("The password is set.");
                return;
            }
            Arrays.fill(password, '\0');
            Arrays.fill(again, '\0');
        }
    }

    private boolean isSet(char[] password) {
        try {
            connector.post(
                    "/menu/password", JsonNodeFactory.instance.objectNode().put("password", new String(password)));
            return true;
        } catch (TroubleException trouble) {
            if (trouble.fix().isEmpty()) {
                throw trouble;
            }
            Trouble.say(desk, trouble);
            return false;
        }
    }

    void showCode() {
        JsonNode issued = connector.post("/menu/one-time-code");
        boolean first = issued.path("purpose").asText().equals("FIRST_PASSWORD");
        desk.say("");
        desk.say("    " + issued.path("code").asText());
        desk.say("");
        desk.say(
                first
                        ? "It sets the administrator's first password: open the pages and type it there."
                        : "Log in once as admin with it in place of the password, before "
                                + issued.path("expiresAt").asText() + ". It is written into the audit trail.");
    }
}
