package io.github.migrationconnector.consolemenu.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.consolemenu.internal.fake.FakeConnector;
import io.github.migrationconnector.consolemenu.internal.fake.FakeDesk;
import io.github.migrationconnector.consolemenu.internal.fake.FakeMachine;
import io.github.migrationconnector.consolemenu.internal.fake.FakePrivileged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpkeepItemsTest {
    private final FakeConnector connector = new FakeConnector();

    @TempDir
    private Path folder;

    private UpkeepItems items(FakeDesk desk, Path... reports) {
        return new UpkeepItems(desk, FakeMachine.of(desk, connector, new FakePrivileged(), folder, List.of(reports)));
    }

    @Test
    void aBundleWithoutNamesIsLaidWhereItIsFetched() {
        FakeDesk desk = new FakeDesk("no", "yes");
        items(desk).logBundle();
        assertThat(connector.called).isEmpty();
        items(desk).logBundle();
        assertThat(folder.resolve(UpkeepItems.BUNDLE)).hasContent("/logs/bundle?hideNames=true");
        assertThat(desk.text()).contains("27 bytes").contains("log-bundle >");
    }

    @Test
    void whatUpgradesLeftIsRemovedWhenAgreed() {
        connector.on("POST /upgrades/cleanup", "{\"removed\":[\"0.1.0\",\"0.2.0\"],\"bytes\":42}", "{\"removed\":[]}");
        FakeDesk desk = new FakeDesk("no", "yes", "yes");
        items(desk).cleanUp();
        assertThat(connector.called).isEmpty();
        items(desk).cleanUp();
        items(desk).cleanUp();
        assertThat(desk.text())
                .contains("Removed 0.1.0, 0.2.0: 42 bytes are free again.")
                .contains("There was nothing to remove.");
    }

    @Test
    void theFirstBootsReportIsShown() throws Exception {
        Path one = Files.writeString(folder.resolve("one"), "network: ipv4 vmx0 dhcp\n");
        Path other = Files.writeString(folder.resolve("other"), "set-up: done\n");
        FakeDesk desk = new FakeDesk();
        items(desk, one, folder.resolve("absent"), other).firstBoot();
        assertThat(desk.seen).containsExactly("network: ipv4 vmx0 dhcp", "set-up: done");
        items(desk, folder.resolve("absent")).firstBoot();
        assertThat(desk.text()).contains("There is no report");
    }
}
