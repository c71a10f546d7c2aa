package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.registration.Connector.NetworkAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalNetworkTest {
    @Test
    void everyAddressIsOneOfThisMachinesThatOthersMayReach() throws Exception {
        List<NetworkAddress> addresses = LocalNetwork.addresses();
        for (NetworkAddress address : addresses) {
            InetAddress parsed = InetAddress.getByName(address.ip());
            assertThat(address.ip()).doesNotContain("%");
            assertThat(parsed.isLoopbackAddress() || parsed.isLinkLocalAddress())
                    .as(address.ip())
                    .isFalse();
            assertThat(NetworkInterface.getByInetAddress(parsed))
                    .as(address.ip())
                    .isNotNull();
            assertThat(address.mac()).matches("([0-9a-f]{2}(:[0-9a-f]{2})*)?");
        }
        assertThat(addresses).doesNotHaveDuplicates();
        assertThat(addresses).as("in the same order each time").isEqualTo(LocalNetwork.addresses());
    }

    @Test
    void leavesOutNoneThatIsUp() throws Exception {
        List<InetAddress> expected = NetworkInterface.networkInterfaces()
                .filter(LocalNetworkTest::counts)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .toList();
        assertThat(LocalNetwork.addresses())
                .extracting(address -> InetAddress.getByName(address.ip()))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static boolean counts(NetworkInterface each) {
        try {
            return each.isUp() && !each.isLoopback();
        } catch (java.net.SocketException gone) {
            return false;
        }
    }
}
