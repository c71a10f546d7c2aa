package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Sizes;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;

@Command(name = "inventory", description = "The virtual machines that vCenter has.")
final class InventoryCommand extends DaemonCommand {
    InventoryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        JsonNode vms = daemon().get("/inventory");
        Table table = new Table("ID", "NAME", "POWER", "FIRMWARE", "DISKS", "SIZE", "PATH");
        for (JsonNode vm : vms) {
            long bytes = 0;
            for (JsonNode disk : vm.path("disks")) {
                bytes += disk.path("capacityBytes").asLong();
            }
            table.row(
                    vm.path("id").asText(),
                    vm.path("name").asText(),
                    vm.path("powerState").asText(),
                    vm.path("firmware").asText(),
                    Integer.toString(vm.path("disks").size()),
                    Sizes.of(bytes),
                    vm.path("path").asText());
        }
        print(vms, table.toString());
        return Program.DONE;
    }
}
