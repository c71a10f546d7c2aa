package io.github.migrationconnector.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.StaticRoute;
import io.github.migrationconnector.api.network.TimeSync;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SettingsTextTest {
    private static final NetworkSettings ALL = new NetworkSettings(
            "connector",
            List.of(
                    new InterfaceSettings(
                            "vmx0",
                            AddressSetting.Static.parse("192.0.2.10/255.255.255.0", "192.0.2.1"),
                            new AddressSetting.Automatic(),
                            1400),
                    new InterfaceSettings(
                            "vmx1",
                            new AddressSetting.Automatic(),
                            AddressSetting.Static.parse("2001:db8::10/64", ""),
                            0),
                    new InterfaceSettings("vmx2", new AddressSetting.Off(), new AddressSetting.Off(), 0)),
            List.of("192.0.2.53", "2001:db8::53"),
            List.of("lab.example"),
            List.of("ntp.lab.example"),
            List.of(new StaticRoute("203.0.113.0/24", "192.0.2.2")));

    @Test
    void writesAFactALineAsTheProgramTakesThem() {
        assertThat(SettingsText.of(ALL).lines())
                .containsExactly(
                        "hostname connector",
                        "ipv4 vmx0 static 192.0.2.10/24 192.0.2.1",
                        "ipv6 vmx0 auto",
                        "mtu vmx0 1400",
                        "ipv4 vmx1 dhcp",
                        "ipv6 vmx1 static 2001:db8::10/64",
                        "ipv4 vmx2 off",
                        "ipv6 vmx2 off",
                        "nameserver 192.0.2.53",
                        "nameserver 2001:db8::53",
                        "search lab.example",
                        "ntp ntp.lab.example",
                        "route 203.0.113.0/24 192.0.2.2");
    }

    @Test
    void readsWhatItWrote() {
        assertThat(SettingsText.parse(SettingsText.of(ALL))).isEqualTo(ALL);
    }

    @Test
    void leavesOutWhatItDoesNotKnow() {
        assertThat(SettingsText.parse("vlan vmx0 7\nipv4 vmx0 dhcp\nroute\nipv4\n")
                        .interfaces())
                .extracting(InterfaceSettings::name)
                .containsExactly("vmx0");
    }

    @Test
    void tellsAddressesOfIpv6InTheOneWayTheyAreShown() {
        NetworkState state = StateText.parse("interface vmx0 - up 1500\naddress vmx0 fd00:0:0:0:0:0:0:2/64\n"
                + "gateway vmx0 FE80:0:0::1\nnameserver 2001:DB8:0:0::53\n");
        assertThat(state.interfaces().get(0).addresses()).containsExactly("fd00::2/64");
        assertThat(state.interfaces().get(0).gateways()).containsExactly("fe80::1");
        assertThat(state.nameServers()).containsExactly("2001:db8::53");
    }

    @Test
    void readsWhatIsInForce() {
        NetworkState state = StateText.parse("hostname connector\ninterface vmx0 00:50:56:00:00:01 up 1500\n"
                + "lease vmx0 192.0.2.1 2026-11-24T21:00:00Z\naddress vmx0 192.0.2.10/24\ngateway vmx0 192.0.2.1\n"
                + "interface vmx1 - down 1500\nnameserver 192.0.2.53\nsearch lab.example\n");
        assertThat(state.hostName()).isEqualTo("connector");
        assertThat(state.interfaces()).hasSize(2);
        assertThat(state.interfaces().get(0).addresses()).containsExactly("192.0.2.10/24");
        assertThat(state.interfaces().get(0).gateways()).containsExactly("192.0.2.1");
        assertThat(state.interfaces().get(0).lease().expires()).isEqualTo(Instant.parse("2026-11-24T21:00:00Z"));
        assertThat(state.interfaces().get(1).lease().isNone()).isTrue();
        assertThat(state.interfaces().get(1).mac()).isEmpty();
        assertThat(state.nameServers()).containsExactly("192.0.2.53");
        assertThat(state.timeSync()).isEqualTo(TimeSync.UNKNOWN);
    }

    @Test
    void readsWhetherATimeServerKeepsTheClock() {
        assertThat(StateText.parse("clock synchronized\n").timeSync()).isEqualTo(TimeSync.SYNCHRONIZED);
        assertThat(StateText.parse("clock unsynchronized\n").timeSync()).isEqualTo(TimeSync.UNSYNCHRONIZED);
        assertThat(StateText.parse("clock broken\nclock\n").timeSync()).isEqualTo(TimeSync.UNKNOWN);
    }

    @Test
    void readsAnyLinesWithoutFailing() {
        Random random = new Random(7);
        String[] words = {
            "interface", "vmx0", "lease", "ipv4", "static", "1", "-", "", "address", "2026-13-41", "hostname"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(20); word > 0; word--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? '\n' : ' ');
            }
            assertThat(StateText.parse(text.toString())).isNotNull();
        }
    }

    @Test
    void takesPrefixesAndNetmasks() {
        assertThat(AddressSetting.Static.parse("192.0.2.10/255.255.252.0", "").prefixLength())
                .isEqualTo(22);
        assertThat(AddressSetting.Static.parse("192.0.2.10/22", "").prefixLength())
                .isEqualTo(22);
        for (String wrong : List.of(
                "192.0.2.10", "192.0.2.10/255.0.255.0", "192.0.2.10/x", "192.0.2.10/0", "192.0.2.10/256.0.0.0")) {
            assertThatThrownBy(() -> AddressSetting.Static.parse(wrong, ""))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
