package io.github.migrationconnector.consolemenu.internal;

import io.github.migrationconnector.consolemenu.internal.desk.CancelledException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.desk.IdleException;
import io.github.migrationconnector.consolemenu.internal.desk.LeftException;
import io.github.migrationconnector.consolemenu.internal.item.Item;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Shows how the machine is, and carries out what is chosen, until its user leaves. */
final class Menu {
    /** How long a screen stands that tells that the connector does not answer: after a start it will, within minutes. */
    private static final int LOOK_AGAIN_SECONDS = 20;

    /** After so many looks it will not by itself: each look takes a process and a line of the system's log. */
    private static final int QUICK_LOOKS = 30;

    private static final int LATER_SECONDS = 600;

    private final Desk desk;
    private final Machine machine;
    private final List<Item> items;
    private final boolean login;
    private final BooleanSupplier replaced;

    /**
     * Makes one.
     *
     * @param replaced whether a newer menu was installed: this one ends before it shows another screen
     */
    Menu(Desk desk, Machine machine, List<Item> items, boolean login, BooleanSupplier replaced) {
        this.desk = desk;
        this.machine = machine;
        this.items = List.copyOf(items);
        this.login = login;
        this.replaced = replaced;
    }

    /** Returns when the user left, or the terminal did. */
    void run() {
        try {
            while (true) {
                try {
                    open();
                    serve();
                } catch (IdleException nobody) {
                    // begins anew: what was shown is cleared, and from afar the login is asked for
                }
            }
        } catch (LeftException left) {
            // the end
        }
    }

    /** The screen that anybody may see, until somebody is there and, from afar, has logged in. */
    private void open() {
        int looks = 0;
        while (true) {
            try {
                boolean answered = screen();
                looks++;
                if (login) {
                    new Login(desk, machine).require();
                    return;
                }
                String question = "Press Enter for the menu";
                if (answered) {
                    desk.ask(question);
                    return;
                }
                if (desk.askWithin(left -> question, looks < QUICK_LOOKS ? LOOK_AGAIN_SECONDS : LATER_SECONDS)
                        .isPresent()) {
                    return;
                }
            } catch (CancelledException cancelled) {
                if (login) {
                    throw new LeftException();
                }
            } catch (IdleException nobody) {
                // an address or the health may have changed: the screen is drawn anew
                if (login) {
                    throw new LeftException();
                }
            }
        }
    }

    private void serve() {
        while (true) {
            screen();
            list();
            try {
                choose(desk.ask("Your choice"));
            } catch (CancelledException cancelled) {
                desk.say("");
            }
        }
    }

    private boolean screen() {
        if (replaced.getAsBoolean()) {
            desk.say("The connector was installed anew: this menu ends, and the new one starts at the next login.");
            throw new LeftException();
        }
        return new StatusScreen(desk, machine).show();
    }

    private void list() {
        int half = (items.size() + 1) / 2;
        for (int row = 0; row < half; row++) {
            String left = line(row);
            String right = row + half < items.size() ? line(row + half) : "";
            desk.say(left + " ".repeat(Math.max(1, Desk.WIDTH / 2 - left.length())) + right);
        }
        desk.say(" 0  Leave" + (login ? "" : "      (Ctrl-C drops what was begun, everywhere)"));
    }

    private String line(int index) {
        return String.format(Locale.ROOT, "%2d  %s", index + 1, items.get(index).title());
    }

    private void choose(String typed) {
        if (typed.isEmpty()) {
            return;
        }
        if (typed.equals("0")) {
            throw login ? new LeftException() : new IdleException();
        }
        if (!typed.matches("[0-9]{1,2}") || Integer.parseInt(typed) > items.size()) {
            desk.say("There is no item " + typed + ". Type a number from 0 to " + items.size() + ", then Enter.");
            desk.ask("Press Enter to go on");
            return;
        }
        carryOut(items.get(Integer.parseInt(typed) - 1));
    }

    private void carryOut(Item item) {
        desk.clear();
        desk.say(item.title());
        desk.say("-".repeat(item.title().length()));
        try {
            item.run();
        } catch (TroubleException trouble) {
            Trouble.say(desk, trouble);
        } catch (CancelledException cancelled) {
            desk.say("Dropped; what was not said to be done was not done.");
        }
        desk.say("");
        desk.ask("Press Enter to go on");
    }
}
