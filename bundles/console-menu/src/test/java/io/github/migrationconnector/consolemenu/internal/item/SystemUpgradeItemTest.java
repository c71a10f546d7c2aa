package io.github.migrationconnector.consolemenu.internal.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.fake.FakeConnector;
import io.github.migrationconnector.consolemenu.internal.fake.FakeDesk;
import io.github.migrationconnector.consolemenu.internal.fake.FakeMachine;
import io.github.migrationconnector.consolemenu.internal.fake.FakePrivileged;
import org.junit.jupiter.api.Test;

final class SystemUpgradeItemTest {
    private final FakePrivileged privileged =
            new FakePrivileged().on("os-upgrade show", "default NR\nnothing is under way\n");

    private FakeDesk run(String... typed) {
        FakeDesk desk = new FakeDesk(typed);
        new SystemUpgradeItem(desk, FakeMachine.of(desk, new FakeConnector(), privileged)).run();
        assertThat(desk.isDone()).isTrue();
        return desk;
    }

    @Test
    void whatIsUnderWayIsShownAndNothingDoneUnasked() {
        assertThat(run("").text()).contains("nothing is under way").contains("Nothing was done.");
        run("t", "no");
        run("a", "");
        assertThat(privileged.called).containsOnly("os-upgrade show");
    }

    @Test
    void patchesOrAReleaseArePrepared() {
        run("p", "");
        run("p", "15.2-RELEASE");
        assertThat(privileged.called).contains("os-upgrade prepare", "os-upgrade prepare 15.2-RELEASE");
    }

    @Test
    void whatIsNoReleaseIsRefusedBeforeAnythingIsCalled() {
        assertThatThrownBy(() -> run("p", "15.2; reboot"))
                .isInstanceOf(TroubleException.class)
                .hasMessageContaining("no release");
        assertThat(privileged.called).containsOnly("os-upgrade show");
    }

    @Test
    void itIsTriedAndAbandonedWhenAgreed() {
        assertThat(run("t", "yes").text()).contains("within some minutes the machine restarts");
        run("a", "yes");
        assertThat(privileged.called).contains("os-upgrade try", "os-upgrade abandon");
    }

    @Test
    void aSystemThatIsNotUpgradedFromHereSaysSo() {
        privileged.on("os-upgrade show", "!this appliance's system is not upgraded from here");
        assertThatThrownBy(() -> run("p")).hasMessageContaining("not upgraded from here");
    }

    @Test
    void whatIsNotOfferedIsNamed() {
        assertThatThrownBy(() -> run("x")).hasMessageContaining("there is no x here");
    }
}
