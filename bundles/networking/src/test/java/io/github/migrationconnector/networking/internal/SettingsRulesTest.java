package io.github.migrationconnector.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.DhcpLease;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.InterfaceState;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.StaticRoute;
import io.github.migrationconnector.api.network.TimeSync;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsRulesTest {
    private static final AddressSetting OFF = new AddressSetting.Off();

    private static InterfaceSettings ipv4(String network, String gateway) {
        return new InterfaceSettings("vmx0", AddressSetting.Static.parse(network, gateway), OFF, 0);
    }

    private static NetworkSettings settings(InterfaceSettings... interfaces) {
        return new NetworkSettings("", List.of(interfaces), List.of("192.0.2.53"), List.of(), List.of(), List.of());
    }

    @Test
    void findsNothingInSoundSettings() {
        NetworkSettings sound = new NetworkSettings(
                "connector-1.lab.example",
                List.of(
                        ipv4("192.0.2.10/24", "192.0.2.1"),
                        new InterfaceSettings(
                                "vmx1", OFF, AddressSetting.Static.parse("2001:db8::10/64", "fe80::1"), 9000)),
                List.of("192.0.2.53", "2001:db8::53"),
                List.of("lab.example"),
                List.of("ntp.lab.example", "192.0.2.7"),
                List.of(
                        new StaticRoute("203.0.113.0/24", "192.0.2.2"),
                        new StaticRoute("203.0.113.9/32", "192.0.2.2")));
        assertThat(SettingsRules.all(sound)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.1, address, network itself",
        "192.0.2.255/24, 192.0.2.1, address, broadcast",
        "192.0.2.10/24, 198.51.100.1, gateway, not on the network",
        "192.0.2.10/24, 192.0.2.10, gateway, own address",
        "192.0.2.10/24, router, gateway, not an address",
        "192.0.2.300/24, 192.0.2.1, address, not an IPv4 address",
        "192.0.2.010/24, 192.0.2.1, address, not an IPv4 address",
        "192.0.2.10/33, 192.0.2.1, address, not an IPv4 address",
        "2001:db8::10/64, '', address, not an IPv4 address",
        "127.0.0.1/8, '', address, one machine",
        "224.0.0.5/24, '', address, one machine",
    })
    void namesWhatIsWrongWithAnAddress(String network, String gateway, String field, String words) {
        List<NetworkFinding> found = SettingsRules.findings(settings(ipv4(network, gateway)));
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("$.interfaces[0].ipv4." + field);
            assertThat(finding.message()).contains(words);
            assertThat(finding.fix()).isNotEmpty();
        });
    }

    @Test
    void takesTheAddressesOfAPointToPointLink() {
        assertThat(SettingsRules.all(settings(ipv4("192.0.2.10/31", "192.0.2.11"))))
                .isEmpty();
        assertThat(SettingsRules.all(settings(ipv4("192.0.2.10/32", "")))).isEmpty();
    }

    @Test
    void refusesTwoGatewaysAndTwoOfOneInterfaceAndAddress() {
        InterfaceSettings second =
                new InterfaceSettings("vmx1", AddressSetting.Static.parse("198.51.100.10/24", "198.51.100.1"), OFF, 0);
        assertThat(SettingsRules.findings(settings(ipv4("192.0.2.10/24", "192.0.2.1"), second)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("two gateways"));
        assertThat(SettingsRules.findings(settings(ipv4("192.0.2.10/24", ""), ipv4("192.0.2.10/24", ""))))
                .extracting(NetworkFinding::path)
                .containsExactly("$.interfaces[1].name", "$.interfaces[1].ipv4.address");
    }

    @Test
    void doubtsNetworksThatOverlapAndMissingNameServers() {
        InterfaceSettings second =
                new InterfaceSettings("vmx1", AddressSetting.Static.parse("192.0.2.200/25", ""), OFF, 0);
        assertThat(SettingsRules.all(settings(ipv4("192.0.2.10/24", ""), second)))
                .singleElement()
                .matches(finding -> !finding.blocking());
        NetworkSettings nameless =
                new NetworkSettings("", List.of(ipv4("192.0.2.10/24", "")), List.of(), List.of(), List.of(), List.of());
        assertThat(SettingsRules.all(nameless)).extracting(NetworkFinding::path).containsExactly("$.nameServers");
    }

    @Test
    void wantsAnAddressSomewhere() {
        assertThat(SettingsRules.findings(settings(new InterfaceSettings("vmx0", OFF, OFF, 0))))
                .extracting(NetworkFinding::path)
                .containsExactly("$.interfaces");
    }

    @ParameterizedTest
    @CsvSource({"575", "9001", "-1"})
    void refusesPacketSizesThatNoNetworkHas(int bytes) {
        InterfaceSettings each = new InterfaceSettings("vmx0", new AddressSetting.Automatic(), OFF, bytes);
        assertThat(SettingsRules.findings(settings(each))).hasSize(1);
    }

    @Test
    void wantsRoomForIpv6() {
        InterfaceSettings each =
                new InterfaceSettings("vmx0", new AddressSetting.Automatic(), new AddressSetting.Automatic(), 1200);
        assertThat(SettingsRules.findings(settings(each)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).contains("1280"));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9/24, 192.0.2.2, destination",
        "0.0.0.0/0, 192.0.2.2, destination",
        "203.0.113.0/24, 198.51.100.1, gateway",
        "203.0.113.0/24, 2001:db8::1, gateway",
    })
    void refusesRoutesThatLeadNowhere(String destination, String gateway, String field) {
        NetworkSettings wanted = new NetworkSettings(
                "",
                List.of(ipv4("192.0.2.10/24", "192.0.2.1")),
                List.of("192.0.2.53"),
                List.of(),
                List.of(),
                List.of(new StaticRoute(destination, gateway)));
        assertThat(SettingsRules.findings(wanted))
                .extracting(NetworkFinding::path)
                .containsExactly("$.routes[0]." + field);
    }

    @ParameterizedTest
    @CsvSource({"-a", "a-", "a..b", "a_b", "1.2.3.4", "12", "'a b'"})
    void refusesNamesThatAreNone(String name) {
        NetworkSettings wanted = new NetworkSettings(
                name,
                List.of(ipv4("192.0.2.10/24", "192.0.2.1")),
                List.of("192.0.2.53"),
                List.of(name),
                List.of(),
                List.of());
        assertThat(SettingsRules.findings(wanted))
                .extracting(NetworkFinding::path)
                .containsExactly("$.hostName", "$.searchDomains[0]");
    }

    @Test
    void asksTheMachineAndItsNetwork() {
        NetworkState state = new NetworkState(
                "connector",
                List.of(new InterfaceState("vmx0", "", true, 1500, List.of("192.0.2.9/24"), List.of(), DhcpLease.NONE)),
                List.of(),
                List.of(),
                List.of(),
                TimeSync.UNKNOWN);
        AddressProbe nobody = new AddressProbe(new PrivilegedProgram(List.of(), Duration.ofSeconds(1)));
        SettingsCheck check = new SettingsCheck(state, nobody, silent());
        InterfaceSettings elsewhere =
                new InterfaceSettings("em0", AddressSetting.Static.parse("192.0.2.10/24", ""), OFF, 0);

        assertThat(check.findings(settings(elsewhere)))
                .extracting(NetworkFinding::path, NetworkFinding::blocking)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("$.interfaces[0].name", true),
                        org.assertj.core.groups.Tuple.tuple("$.nameServers[0]", false));
    }

    private static NameServerProbe silent() {
        return new NameServerProbe() {
            @Override
            boolean answers(String address) {
                return false;
            }
        };
    }
}
