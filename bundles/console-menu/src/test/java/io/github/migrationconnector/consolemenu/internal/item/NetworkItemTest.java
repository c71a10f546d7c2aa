package io.github.migrationconnector.consolemenu.internal.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.fake.FakeConnector;
import io.github.migrationconnector.consolemenu.internal.fake.FakeDesk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkItemTest {
    private static final String SOUND = "{\"findings\":[],\"plan\":[\"ifconfig vmx0\"]}";
    private static final String WAITS =
            FakeConnector.network(",\"change\":{\"id\":\"0a1b\",\"phase\":\"WAITING\",\"secondsLeft\":57}");

    private final FakeConnector connector = new FakeConnector();

    private FakeDesk run(String... typed) {
        FakeDesk desk = new FakeDesk(typed);
        new NetworkItem(desk, connector).run();
        assertThat(desk.isDone()).as(desk.text()).isTrue();
        return desk;
    }

    private void applies() {
        connector
                .on("POST /network/check", SOUND)
                .on("POST /network/changes", "{\"id\":\"0a1b\"}")
                .on(
                        "GET /network",
                        FakeConnector.network(""),
                        FakeConnector.network(
                                ",\"change\":{\"id\":\"0a1b\",\"phase\":\"APPLYING\",\"secondsLeft\":60}"),
                        WAITS);
    }

    @ParameterizedTest
    @CsvSource({
        "keep, POST /network/changes/0a1b/confirm",
        "back, DELETE /network/changes/0a1b",
        "<ctrl-c>, DELETE /network/changes/0a1b"
    })
    void aStaticAddressIsCheckedAppliedAndKeptOrNot(String typed, String call) {
        applies();
        FakeDesk desk = run("3", "192.0.2.20/24", "", "192.0.2.53 192.0.2.54", "-", "yes", "yes", "hm", typed);
        assertThat(desk.text()).contains("    ifconfig vmx0").contains("Type keep or back");
        assertThat(connector.called).hasSize(3).last().isEqualTo(call);
        assertThat(connector.called.get(1))
                .contains("\"confirmSeconds\":60")
                .contains("{\"method\":\"STATIC\",\"address\":\"192.0.2.20/24\",\"gateway\":\"192.0.2.1\"}")
                .contains("\"nameServers\":[\"192.0.2.53\",\"192.0.2.54\"],\"searchDomains\":[]");
    }

    @Test
    void whatNobodyKeepsIsSaidToGo() {
        applies();
        assertThat(run("4", "", "", "no", "yes", FakeDesk.TIME_OVER).text()).contains("The time is over");
        assertThat(connector.called).hasSize(2);
    }

    @Test
    void aChangeThatFailsIsSaidToBeTakenBack() {
        connector.on("POST /network/check", SOUND).on("POST /network/changes", "{\"id\":\"0a1b\"}");
        assertThat(run("5", "other", "no", "yes").text()).contains("It was taken back");
        assertThat(connector.called.get(1)).contains("\"hostName\":\"other\"");
    }

    @Test
    void whatIsWrongIsToldAndAskedForAgainWithWhatWasTyped() {
        connector.on(
                "POST /network/check",
                "!$.interfaces[0].ipv4.address is wrong",
                "{\"findings\":[{\"blocking\":true,\"message\":\"Off net\",\"fix\":\"Give another\"}],\"plan\":[]}",
                "{\"findings\":[{\"blocking\":false,\"message\":\"No answer\",\"fix\":\"Look\"}],\"plan\":[]}");
        FakeDesk desk = run(
                "3",
                "192.0.2.300/24",
                "",
                "",
                "",
                "192.0.2.20/24",
                "198.51.100.1",
                "",
                "",
                "",
                "192.0.2.1",
                "",
                "",
                "no",
                "no");
        assertThat(desk.text())
                .contains("To mend it: do it right")
                .contains("Wrong: Off net. Give another.")
                .contains("[192.0.2.300/24]")
                .contains("[198.51.100.1]")
                .contains("Mind: No answer. Look.")
                .contains("Nothing was changed.");
        assertThat(connector.called).allMatch(call -> call.startsWith("POST /network/check"));
    }

    @Test
    void dhcpMayBringTheNamesToo() {
        applies();
        run("2", "", "yes", "no", "yes", "keep");
        assertThat(connector.called.get(1))
                .contains("\"ipv4\":{\"method\":\"AUTOMATIC\"}")
                .contains("\"nameServers\":[]");
        connector.called.clear();
        applies();
        run("2", "6", "no", "yes", "keep");
        assertThat(connector.called.get(1))
                .contains("\"ipv6\":{\"method\":\"AUTOMATIC\"}")
                .contains("192.0.2.53");
    }

    @Test
    void aLeaseIsRenewed() {
        run("1");
        assertThat(connector.called).containsExactly("POST /network/interfaces/vmx0/renew");
    }

    @Test
    void aChangeThatWaitsComesFirst() {
        connector.on("GET /network", WAITS);
        run("1");
        run("2");
        assertThat(connector.called)
                .containsExactly("POST /network/changes/0a1b/confirm", "DELETE /network/changes/0a1b");
    }

    @Test
    void mistakesAreAnsweredWithTheFix() {
        assertThatThrownBy(() -> run("9")).isInstanceOf(TroubleException.class).hasMessage("there is no 9 here");
        assertThat(run("").text()).contains("gateway 192.0.2.1");
        connector.on("GET /network", "{\"changeable\":false,\"inForce\":{\"hostName\":\"x\",\"interfaces\":[]}}");
        assertThat(run("").text()).contains("use the tools of its own system").contains(" 1  Proxy");
    }
}
