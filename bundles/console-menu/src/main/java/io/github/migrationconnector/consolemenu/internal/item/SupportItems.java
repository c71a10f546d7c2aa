package io.github.migrationconnector.consolemenu.internal.item;

import io.github.migrationconnector.consolemenu.internal.ActionTrail;
import io.github.migrationconnector.consolemenu.internal.Machine;
import io.github.migrationconnector.consolemenu.internal.Place;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.machine.Privileged;
import java.io.IOException;
import java.util.List;

/** Doors that are closed until somebody opens them. */
final class SupportItems {
    private static final String ON = "on";
    private static final String OFF = "off";
    private static final String SHOW = "show";
    private static final String SSH = "ssh";

    private final Desk desk;
    private final Privileged privileged;
    private final ActionTrail trail;
    private final Place place;

    SupportItems(Desk desk, Machine machine, Place place) {
        this.desk = desk;
        this.privileged = machine.privileged();
        this.trail = machine.trail();
        this.place = place;
    }

    /** A shell of the menu's own user: what that user may not, the shell may not. */
    void shell() {
        String state = privileged.call("shell", SHOW).strip();
        desk.say(
                "The support shell is " + state
                        + ". It is a plain shell of this menu's user, for support to look around;"
                        + " what needs root it does not give. Each change is written into the system's log and the audit trail.");
        if (!state.equals(ON)) {
            change("shell", state);
            return;
        }
        String choice = desk.ask("open it (o), switch it off (s), or leave it (Enter)");
        if (choice.equals("o")) {
            desk.say("exit brings the menu back.");
            open();
        } else if (choice.equals("s")) {
            privileged.call("shell", OFF);
            desk.say("It is off.");
        }
    }

    private void open() {
        trail.write("shell.open", ActionTrail.Result.BEGUN);
        try {
            desk.lend(List.of("/bin/sh", "-i"));
        } catch (IOException failure) {
            trail.write("shell.open", ActionTrail.Result.FAILED);
            throw new TroubleException("no shell could be started: " + failure.getMessage(), "reboot", failure);
        }
        trail.write("shell.open", ActionTrail.Result.DONE);
    }

    void ssh() {
        String state = privileged.call(SSH, SHOW).strip();
        List<String> keys = privileged
                .call(SSH, "keys")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        desk.say("Login over SSH is " + state
                + ", as connector-menu and by a key. This same menu appears, and asks for an" + " administrator.");
        desk.say(keys.isEmpty() ? "No key opens it yet." : "These keys open it:");
        for (int index = 0; index < keys.size(); index++) {
            desk.say(" " + (index + 1) + "  " + keys.get(index));
        }
        String choice = desk.ask("switch it (s), add a key (a), remove a key (r), or leave it (Enter)");
        switch (choice) {
            case "s" -> switchSsh(state);
            case "a" -> addKey();
            case "r" -> removeKey(keys);
            case "" -> desk.say("It stays " + state + ".");
            default -> throw new TroubleException("there is no " + choice + " here", "type s, a, r or nothing");
        }
    }

    private void switchSsh(String state) {
        if (state.equals(ON) && place == Place.REMOTE) {
            desk.say("You may be logged in over it: this login goes on, the next one is refused.");
        }
        change(SSH, state);
    }

    private void addKey() {
        String line = desk.ask("The public key, as its .pub file has it: ssh-ed25519 AAAA...");
        String[] words = line.split("[ \t]+", -1);
        if (words.length < 2) {
            throw new TroubleException(
                    "that is no public key", "type its kind, a space and its text, the line of the .pub file");
        }
        desk.say("Added " + privileged.call(SSH, "add-key", words[0], words[1]).strip());
    }

    private void removeKey(List<String> keys) {
        String typed = desk.ask("The number of the key");
        if (!typed.matches("[1-9][0-9]?") || Integer.parseInt(typed) > keys.size()) {
            throw new TroubleException("there is no key " + typed, "type the number that stands before it");
        }
        String fingerprint = keys.get(Integer.parseInt(typed) - 1).replaceFirst(" .*", "");
        privileged.call(SSH, "remove-key", fingerprint);
        desk.say("It opens no more. Who is logged in by it stays until they leave.");
    }

    private void change(String door, String state) {
        String other = state.equals(ON) ? OFF : ON;
        if (desk.agrees("Switch it " + other + "?")) {
            privileged.call(door, other);
            desk.say("It is " + other + ".");
        } else {
            desk.say("It stays " + state + ".");
        }
    }
}
