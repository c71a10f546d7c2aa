package io.github.migrationconnector.consolemenu.internal.item;

import io.github.migrationconnector.consolemenu.internal.Machine;
import io.github.migrationconnector.consolemenu.internal.Place;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.ArrayList;
import java.util.List;

/** What the menu offers on this machine: what needs root is there where the privileged program is. */
public final class Items {
    private Items() {}

    public static List<Item> of(Desk desk, Machine machine, Place place) {
        List<Item> items = new ArrayList<>();
        AccessItems access = new AccessItems(desk, machine.connector());
        CheckItems checks = new CheckItems(desk, machine.connector());
        items.add(new NetworkItem(desk, machine.connector()));
        items.add(Item.of("Reset the administrator's password", access::resetPassword));
        items.add(Item.of("One-time login code", access::showCode));
        items.add(Item.of("Connectivity test", checks::walk));
        items.add(Item.of("Show the TLS certificate", checks::showCertificate));
        UpkeepItems upkeep = new UpkeepItems(desk, machine);
        items.add(new TrustItem(desk, machine.connector()));
        items.add(Item.of("Log bundle", upkeep::logBundle));
        items.add(Item.of("Delete unused upgrade files", upkeep::cleanUp));
        if (!machine.reports().isEmpty()) {
            items.add(Item.of("Report of the first boot", upkeep::firstBoot));
        }
        if (machine.privileged().present()) {
            MachineItems whole = new MachineItems(desk, machine);
            SupportItems support = new SupportItems(desk, machine, place);
            items.add(Item.of("Restart the connector", whole::restartConnector));
            items.add(Item.of("Support shell", support::shell));
            items.add(Item.of("Login over SSH", support::ssh));
            items.add(new SystemUpgradeItem(desk, machine));
            items.add(Item.of("Reboot", whole::reboot));
            items.add(Item.of("Power off", whole::powerOff));
            items.add(Item.of("Factory reset", whole::factoryReset));
        }
        return items;
    }
}
