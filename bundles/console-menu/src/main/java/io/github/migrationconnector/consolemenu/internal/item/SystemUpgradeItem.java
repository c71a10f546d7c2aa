package io.github.migrationconnector.consolemenu.internal.item;

import io.github.migrationconnector.consolemenu.internal.Machine;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.machine.Privileged;

/** The operating system, upgraded beside the one that runs; the connector's own bundles upgrade themselves. */
final class SystemUpgradeItem implements Item {
    private static final String AREA = "os-upgrade";
    private static final String RELEASE = "[0-9]+\\.[0-9]+-RELEASE";

    private final Desk desk;
    private final Privileged privileged;

    SystemUpgradeItem(Desk desk, Machine machine) {
        this.desk = desk;
        this.privileged = machine.privileged();
    }

    @Override
    public String title() {
        return "Upgrade of the system";
    }

    @Override
    public void run() {
        privileged.call(AREA, "show").lines().forEach(desk::say);
        String choice = desk.ask("prepare one (p), try it (t), abandon it (a), or leave it (Enter)");
        switch (choice) {
            case "p" -> prepare();
            case "t" -> tryOut();
            case "a" -> abandon();
            case "" -> desk.say("Nothing was done.");
            default -> throw new TroubleException("there is no " + choice + " here", "type p, t, a or nothing");
        }
    }

    private void prepare() {
        desk.say("A copy of the system is upgraded while this one runs on. It takes from minutes to hours and wants the"
                + " network; look here again to see how far it is.");
        String release = desk.ask("Which release, as 15.2-RELEASE, or Enter for this one's patches");
        if (release.isEmpty()) {
            privileged.call(AREA, "prepare");
        } else if (release.matches(RELEASE)) {
            privileged.call(AREA, "prepare", release);
        } else {
            throw new TroubleException(release + " is no release", "type it as 15.2-RELEASE");
        }
        desk.say("It is begun.");
    }

    private void tryOut() {
        desk.say(
                "The machine restarts into the new system, and runs go on when it is up again. It keeps the new system when"
                        + " the connector answers and no check fails that does not fail now; otherwise it restarts into the old"
                        + " one, within 15 minutes.");
        if (desk.agrees("Restart into it?")) {
            privileged.call(AREA, "try");
            desk.say(
                    "The connector looks at everything first; within some minutes the machine restarts. If it does not, look"
                            + " here for why.");
        } else {
            desk.say("Nothing was done.");
        }
    }

    private void abandon() {
        if (desk.agrees("Remove what was prepared?")) {
            privileged.call(AREA, "abandon");
            desk.say("It is removed.");
        } else {
            desk.say("Nothing was done.");
        }
    }
}
