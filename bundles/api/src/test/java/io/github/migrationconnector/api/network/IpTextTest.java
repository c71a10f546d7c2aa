package io.github.migrationconnector.api.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
    /** Sections 4.1 to 4.3 of RFC 5952, and what the JDK writes. */
    @ParameterizedTest
    @CsvSource({
        "fd00:0:0:0:0:0:0:2, fd00::2",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "fe80:0:0:0:fc:ff:fe00:1%eth0, fe80::fc:ff:fe00:1",
        "[0:0:0:0:0:0:0:1], ::1",
        "fd00:0:0:0:0:0:0:2/64, fd00::2/64"
    })
    void writesAddressesOfIpv6InTheOneWay(String text, String shown) {
        assertThat(IpText.of(text)).isEqualTo(shown);
        assertThat(IpText.of(shown)).as("once more").isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.10",
                "192.0.2.10/24",
                "local",
                "connector.example",
                "",
                "a:b",
                "1:2:3",
                ":::",
                "::1/64/2"
            })
    void leavesEverythingElseAsItIs(String text) {
        assertThat(IpText.of(text)).isEqualTo(text);
    }

    @Test
    void writesAnAddressWithoutItsZone() throws UnknownHostException {
        assertThat(IpText.of(InetAddress.getByName("192.0.2.10"))).isEqualTo("192.0.2.10");
        assertThat(IpText.of(InetAddress.getByName("fe80:0:0:0:0:0:0:9"))).isEqualTo("fe80::9");
    }
}
