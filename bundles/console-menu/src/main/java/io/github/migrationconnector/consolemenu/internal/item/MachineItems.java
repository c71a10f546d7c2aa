package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.consolemenu.internal.Machine;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;

/** What is done to the machine as a whole, each by the privileged program, so that the daemon need not run. */
final class MachineItems {
    private static final int MOST_LOOKS = 60;
    private static final String SYSTEM = "system";

    private final Desk desk;
    private final Machine machine;

    MachineItems(Desk desk, Machine machine) {
        this.desk = desk;
        this.machine = machine;
    }

    void restartConnector() {
        desk.say(
                "Runs stop at their next block and go on after the restart; nothing that they carried is thrown away.");
        if (!agreed("Restart the connector?")) {
            return;
        }
        machine.privileged().call(SYSTEM, "restart-daemon");
        desk.say("It restarts; waiting until it answers (Ctrl-C goes back to the menu, it restarts all the same).");
        for (int look = 0; look < MOST_LOOKS; look++) {
            desk.pause(2);
            if (answers()) {
                desk.say("The connector answers.");
                return;
            }
        }
        throw new TroubleException(
                "the connector does not answer yet",
                "wait some minutes; then look at its log by the support shell, or reboot");
    }

    private boolean answers() {
        try {
            return machine.connector().get("/status").has("version");
        } catch (TroubleException notYet) {
            return false;
        }
    }

    void reboot() {
        if (agreed("Reboot the machine? Runs go on when it is up again.")) {
            machine.privileged().call(SYSTEM, "reboot");
            desk.say("The machine reboots.");
        }
    }

    void powerOff() {
        if (agreed("Power the machine off? Runs wait until it is switched on again.")) {
            machine.privileged().call(SYSTEM, "power-off");
            desk.say("The machine powers off.");
        }
    }

    void factoryReset() {
        String name = hostName();
        desk.say(
                "Removes everything that this connector knows: connections, keys, users, jobs, runs, its certificate, its"
                        + " logs and its audit trail. What runs have made in AWS and snapshots in vCenter stay, and nobody looks"
                        + " after them: let runs end and let go (connector registration disassociate) before. The machine's"
                        + " network and upgrades stay. There is no way back.");
        String typed = desk.ask("Type the host name " + name + " to do it, anything else to leave it");
        if (!typed.equals(name)) {
            desk.say("Nothing was done: that is not the host name.");
            return;
        }
        desk.say("This takes up to a minute.");
        machine.privileged().call(SYSTEM, "factory-reset", name);
        desk.say("Done. The connector starts anew; open its pages to set it up. The one-time code is in this menu.");
    }

    /** The kernel's, not the daemon's: the daemon may be what is broken. */
    private String hostName() {
        return machine.privileged()
                .call("network", "show")
                .lines()
                .filter(line -> line.startsWith("hostname "))
                .map(line -> line.substring("hostname ".length()))
                .findFirst()
                .orElseThrow(() -> new TroubleException("the machine has no name", "give it one by Network"));
    }

    private boolean agreed(String question) {
        runs();
        boolean agreed = desk.agrees(question);
        if (!agreed) {
            desk.say("Nothing was done.");
        }
        return agreed;
    }

    private void runs() {
        try {
            JsonNode runs = machine.connector().get("/status").path("runs");
            if (!runs.isEmpty()) {
                desk.say(runs.size() + (runs.size() == 1 ? " run is" : " runs are") + " under way.");
            }
        } catch (TroubleException notRunning) {
            desk.say("The connector does not answer at the moment.");
        }
    }
}
