package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.consolemenu.internal.Machine;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is laid down on the machine's disk, and what may go from it. */
final class UpkeepItems {
    /** One name, so that there is never more than one; the menu's login shell gives it out. */
    static final String BUNDLE = "connector-log-bundle.zip";

    private static final int MOST_REPORT = 16 * 1024;

    private final Desk desk;
    private final Machine machine;

    UpkeepItems(Desk desk, Machine machine) {
        this.desk = desk;
        this.machine = machine;
    }

    void cleanUp() {
        desk.say("Removes what upgrades have left that is neither in use nor the way back to the version before.");
        if (!desk.agrees("Remove it?")) {
            desk.say("Nothing was done.");
            return;
        }
        JsonNode gone = machine.connector().post("/upgrades/cleanup");
        if (gone.path("removed").isEmpty()) {
            desk.say("There was nothing to remove.");
        } else {
            desk.say("Removed " + CheckItems.joined(gone.path("removed")) + ": "
                    + gone.path("bytes").asLong() + " bytes are free again.");
        }
    }

    void logBundle() {
        Path file = machine.files().resolve(BUNDLE).toAbsolutePath();
        desk.say(
                "Makes one file with the logs, the settings without secrets and the connector's state, for whoever helps."
                        + " Names and addresses of machines are replaced. It takes the place of the one before. With the names it"
                        + " is had at the connector's pages.");
        if (!desk.agrees("Make it?")) {
            desk.say("Nothing was done.");
            return;
        }
        long bytes = machine.connector().download("/logs/bundle?hideNames=true", file);
        desk.say(file + ": " + bytes + " bytes.");
        if (machine.privileged().present()) {
            desk.say("Take it within an hour from where you work, by a key of Login over SSH:");
            desk.say("    ssh connector-menu@ADDRESS log-bundle > " + BUNDLE);
        }
    }

    void firstBoot() {
        for (Path report : machine.reports()) {
            if (Files.isReadable(report)) {
                read(report).lines().forEach(desk::say);
            }
        }
        if (machine.reports().stream().noneMatch(Files::isReadable)) {
            desk.say("There is no report: this machine has not had the first boot of the appliance.");
        }
    }

    private static String read(Path report) {
        try (InputStream in = Files.newInputStream(report)) {
            return new String(in.readNBytes(MOST_REPORT), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new TroubleException("the report can't be read: " + failure.getMessage(), "try again", failure);
        }
    }
}
