package io.github.migrationconnector.vsphere.internal.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.vsphere.internal.fake.FixedConnection;
import io.github.migrationconnector.vsphere.internal.fake.SoapFake;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What vCenter does not say is never taken for off: a cut-over would go on with a guest that runs. */
class VcenterPowerTest {
    private static final String METHOD = "RetrievePropertiesEx";
    private static final String MACHINE =
            "<returnval><objects><obj type=\"VirtualMachine\">vm-1</obj>%s</objects></returnval>";
    private static final String ON = "<propSet><name>runtime.powerState</name>"
            + "<val xsi:type=\"VirtualMachinePowerState\">poweredOn</val></propSet>";
    private static final String WITHHELD = "<missingSet><path>runtime.powerState</path><fault><fault"
            + " xsi:type=\"NoPermission\"/><localizedMessage/></fault></missingSet>";

    private final SoapFake vcenter = new SoapFake();
    private VcenterSessions sessions;
    private VcenterPower power;

    @BeforeEach
    void begin() {
        sessions = new FixedConnection(vcenter.endpoint(), SoapFake.PASSWORD).sessions();
        power = new VcenterPower(sessions);
    }

    @AfterEach
    void end() {
        sessions.deactivate();
        vcenter.close();
    }

    private void answer(String properties) {
        vcenter.on(METHOD, request -> SoapFake.returning(METHOD, MACHINE.formatted(properties)));
    }

    @Test
    void tellsAStateThatVcenterSays() {
        answer(ON);
        assertThat(power.state("vm-1")).isEqualTo(PowerState.ON);
    }

    @Test
    void waitsForOneThatVcenterWithholds() {
        for (String properties : new String[] {WITHHELD, ""}) {
            answer(properties);
            ConnectorException told = catchThrowableOfType(ConnectorException.class, () -> power.state("vm-1"));
            assertThat(told.problem().code()).isEqualTo("VM_POWER_UNKNOWN");
            assertThat(told.problem().retry()).isEqualTo(Retry.ON_RESUME);
            assertThat(told.problem().fix()).contains("System.Read");
        }
    }
}
