package io.github.migrationconnector.vsphere.internal.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabExtension;
import io.github.migrationconnector.lab.LabVcenter;
import io.github.migrationconnector.lab.LabVcenter.Content.Seeded;
import io.github.migrationconnector.lab.LabVcenterEndpoint;
import io.github.migrationconnector.vsphere.internal.fake.LabSessions;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class VcenterPowerLabTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Lab lab;
    private final VcenterSessions sessions;
    private final VcenterPower power;

    VcenterPowerLabTest(Lab lab) {
        this.lab = lab;
        this.sessions =
                LabSessions.connection(lab, "administrator@vsphere.local").sessions();
        this.power = new VcenterPower(sessions);
    }

    @AfterEach
    void logOut() {
        sessions.deactivate();
    }

    private LabVcenter.Vm vm(String name) {
        LabVcenter.Vm vm = lab.vcenter().addVm(name, "bios", List.of(new Seeded(1 << 20, 5, true)));
        power.powerOn(vm.id());
        return vm;
    }

    @Test
    void shutsAGuestDownAndPowersItOnAgain() throws InterruptedException {
        LabVcenter.Vm vm = vm("power-guest");
        assertThat(power.state(vm.id())).isEqualTo(PowerState.ON);
        power.shutDownGuest(vm.id());
        Instant deadline = Instant.now().plus(PATIENCE);
        while (power.state(vm.id()) != PowerState.OFF && Instant.now().isBefore(deadline)) {
            Thread.sleep(100);
        }
        assertThat(power.state(vm.id())).isEqualTo(PowerState.OFF);
        power.shutDownGuest(vm.id());
        power.powerOff(vm.id());
        power.powerOn(vm.id());
        power.powerOn(vm.id());
        assertThat(power.state(vm.id())).isEqualTo(PowerState.ON);
        power.powerOff(vm.id());
        assertThat(power.state(vm.id())).isEqualTo(PowerState.OFF);
    }

    @Test
    void namesThePrivilegeThatIsMissing() {
        LabVcenter.Vm vm = vm("power-refused");
        VcenterSessions poor =
                LabSessions.connection(lab, LabVcenterEndpoint.CONNECTOR).sessions();
        try {
            assertThatThrownBy(() -> new VcenterPower(poor).shutDownGuest(vm.id()))
                    .hasMessageContaining("VirtualMachine.Interact.PowerOff");
            assertThatThrownBy(() -> new VcenterPower(poor).powerOff(vm.id()))
                    .hasMessageContaining("VirtualMachine.Interact.PowerOff");
        } finally {
            poor.deactivate();
        }
    }
}
