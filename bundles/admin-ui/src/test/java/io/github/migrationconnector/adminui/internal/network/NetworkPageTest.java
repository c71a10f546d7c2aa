package io.github.migrationconnector.adminui.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAudit;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeNetworking;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.network.NetworkOutcome;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.network.StaticRoute;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPageTest {
    private static final String HERE = "/system/console/connector-network";
    private static final List<String> TYPED = List.of(
            "name.0",
            "vmx0",
            "v4.method.0",
            "static",
            "v4.address.0",
            "192.0.2.20",
            "v4.mask.0",
            "255.255.255.0",
            "v4.gateway.0",
            "192.0.2.1",
            "v6.method.0",
            "static",
            "v6.address.0",
            "2001:db8::20/64",
            "mtu.0",
            "1400",
            "hostName",
            "moved",
            "nameServers",
            "192.0.2.53, 192.0.2.54",
            "searchDomains",
            "a.example b.example",
            "timeServers",
            "ntp.example",
            "routes",
            "203.0.113.0/24 192.0.2.2\r\n");

    private final Console console = new Console().loggedIn();
    private final FakeNetworking networking = new FakeNetworking();
    private final FakeAudit audit = new FakeAudit();
    private final NetworkPage page = new NetworkPage(console.frame, console.services);

    NetworkPageTest() {
        console.services.with(Networking.class, networking).with(Audit.class, audit);
    }

    private FakeExchange post(List<String> fields, String... more) throws IOException, ServletException {
        List<String> all = new ArrayList<>(fields);
        all.addAll(List.of(more));
        return console.post(page, HERE, all.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsWhatIsInForceAndWhatIsWanted(String language) throws IOException, ServletException {
        console.language = language;
        assertThat(console.get(page, HERE).body())
                .contains(
                        "192.0.2.10/24",
                        "00:50:56:00:00:01",
                        "ntp.in.force",
                        "value=\"ntp.lab.example\"",
                        "name=\"mtu.0\"")
                .doesNotContain("{{", "style=\"", "value=\"apply\"", "id=\"change\"");
    }

    @Test
    void readsAllOfTheForm() throws IOException, ServletException {
        assertThat(post(TYPED, "action", "apply", "seconds", "120").responseHeaders)
                .containsEntry("Location", HERE);
        assertThat(networking.asked).containsExactly("apply 120");
        assertThat(networking.wanted)
                .isEqualTo(new NetworkSettings(
                        "moved",
                        List.of(new InterfaceSettings(
                                "vmx0",
                                AddressSetting.Static.parse("192.0.2.20/24", "192.0.2.1"),
                                AddressSetting.Static.parse("2001:db8::20/64", ""),
                                1400)),
                        List.of("192.0.2.53", "192.0.2.54"),
                        List.of("a.example", "b.example"),
                        List.of("ntp.example"),
                        List.of(new StaticRoute("203.0.113.0/24", "192.0.2.2"))));
    }

    @Test
    void showsThePlanBeforeItIsApplied() throws IOException, ServletException {
        FakeExchange checked = post(TYPED, "action", "check");
        assertThat(checked.status).isEqualTo(200);
        assertThat(checked.body())
                .contains(
                        "ifconfig vmx0 &lt;planned&gt;\nsecond</pre>",
                        "value=\"apply\"",
                        "The name server 192.0.2.53 doesn’t answer",
                        "value=\"192.0.2.20\"");
        assertThat(networking.asked).isEmpty();
    }

    @Test
    void appliesNothingThatBlocksAndKeepsWhatWasTyped() throws IOException, ServletException {
        List<String> taken = TYPED.stream()
                .map(each -> each.equals("192.0.2.20") ? "192.0.2.99" : each)
                .toList();
        for (String action : List.of("check", "apply")) {
            FakeExchange refused = post(taken, "action", action);
            assertThat(refused.status).isEqualTo(422);
            assertThat(refused.body())
                    .contains(
                            "Another machine on this network answers for 192.0.2.99",
                            "value=\"192.0.2.99\" aria-invalid=\"true\"")
                    .doesNotContain("value=\"apply\"");
        }
        assertThat(networking.asked).isEmpty();
    }

    @Test
    void saysInJapaneseWhatIsWrong() throws IOException, ServletException {
        console.language = "ja";
        List<String> taken = TYPED.stream()
                .map(each -> each.equals("192.0.2.20") ? "192.0.2.99" : each)
                .toList();
        assertThat(post(taken, "action", "check").body())
                // the value looks like a place of the words, and is none
                .contains("192.0.2.99 {2} は、このネットワークの別のマシンが使っています。", "空いているアドレス")
                .doesNotContain("It is taken", "Give another");
        assertThat(post(TYPED, "action", "check").body())
                .contains("ネームサーバー 192.0.2.53 が")
                .doesNotContain("answer", "Look at it");
        List<String> unreadable = new ArrayList<>(TYPED);
        unreadable.set(unreadable.indexOf("routes") + 1, "one two three");
        assertThat(post(unreadable, "action", "check").body()).contains("経路「one two three」を読み取れません。");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v4.mask.0=255.0.255.0", "v4.address.0=192.0.2.20/33/1", "mtu.0=big", "routes=one two three"})
    void namesWhatCantBeRead(String wrong) throws IOException, ServletException {
        List<String> fields = new ArrayList<>(TYPED);
        fields.set(fields.indexOf(wrong.split("=")[0]) + 1, wrong.split("=")[1]);
        FakeExchange refused = post(fields, "action", "apply");
        assertThat(refused.status).isEqualTo(422);
        assertThat(refused.body()).contains("role=\"alert\"", "aria-invalid=\"true\"");
        assertThat(networking.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void countsDownAndLeadsToTheNewAddress(String language) throws IOException, ServletException {
        console.language = language;
        assertThat(post(TYPED, "action", "apply", "from", "setup").responseHeaders)
                .containsEntry("Location", HERE + "?from=setup");
        networking.pending = Optional.of(new NetworkChange("0a1b", NetworkChange.Phase.WAITING, 41));
        assertThat(console.get(page, HERE).body())
                .contains("data-seconds=\"41\"", "data-phase=\"WAITING\"")
                .containsPattern("https://192\\.0\\.2\\.20[^\"]*" + HERE)
                .containsPattern("https://\\[2001:db8::20\\][^\"]*" + HERE)
                .doesNotContain("value=\"check\"", "disabled");
        assertThat(console.get(page, HERE + "?part=yes").body().strip())
                .isEqualTo("<div id=\"now\" data-phase=\"WAITING\" data-seconds=\"41\"></div>");
        networking.pending = Optional.of(new NetworkChange("another", NetworkChange.Phase.APPLYING, 41));
        assertThat(console.get(page, HERE).body()).contains(" disabled").doesNotContain("https://192");
    }

    @Test
    void keepsAndTakesBackTheChangeOfThatIdAlone() throws IOException, ServletException {
        assertThat(post(List.of("action", "confirm", "id", "0a1b")).status).isEqualTo(409);
        networking.pending = Optional.of(new NetworkChange("0a1b", NetworkChange.Phase.WAITING, 41));
        assertThat(post(List.of("action", "revert", "id", "ffff")).status).isEqualTo(409);
        assertThat(post(List.of("action", "confirm", "id", "0a1b")).responseHeaders)
                .containsEntry("Location", HERE + "?done=confirmed");
        assertThat(post(List.of("action", "revert", "id", "0a1b")).status).isEqualTo(303);
        assertThat(post(List.of("action", "renew", "interface", "vmx0")).status).isEqualTo(303);
        assertThat(networking.asked).containsExactly("confirm 0a1b", "revert 0a1b", "renew vmx0");
        assertThat(audit.records)
                .extracting(AuditRecord::event)
                .extracting(event -> event.action() + " " + event.target() + " " + event.result())
                .contains("network.confirm 0a1b DONE", "network.revert ffff FAILED", "network.renew vmx0 DONE");
    }

    @Test
    void tellsHowAChangeEnded() throws IOException, ServletException {
        networking.ended = Optional.of(new NetworkOutcome("0a1b", false, "another machine has <it>"));
        assertThat(console.get(page, HERE + "?ended=yes").body()).contains("another machine has &lt;it&gt;");
        assertThat(console.get(page, HERE).body()).doesNotContain("another machine has");
    }

    @Test
    void isReadOnlyWhereTheNetworkIsSomebodyElses() throws IOException, ServletException {
        networking.changeable = false;
        assertThat(console.get(page, HERE).body())
                .contains("192.0.2.10/24", "not the connector’s to change")
                .doesNotContain("value=\"check\"");
    }

    @Test
    void isChangedByAdministratorsAlone() throws IOException, ServletException {
        console.access.role = Role.OPERATOR;
        assertThat(console.get(page, HERE).body())
                .contains("192.0.2.10/24")
                .doesNotContain("<fieldset", "value=\"renew\"");
        for (String action : List.of("check", "apply", "confirm", "revert", "renew")) {
            assertThat(post(TYPED, "action", action, "id", "0a1b").status).isEqualTo(403);
        }
        assertThat(networking.asked).isEmpty();
    }
}
