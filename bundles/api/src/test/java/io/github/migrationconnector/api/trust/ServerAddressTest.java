package io.github.migrationconnector.api.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "vcenter.example, vcenter.example, 443",
        " VCenter.Example:8443 , vcenter.example, 8443",
        "https://vcenter/sdk, vcenter, 443",
        "https://vcenter:444/ui/, vcenter, 444",
        "10.1.2.3/, 10.1.2.3, 443",
        "[FE80::1]:444, fe80::1, 444",
        "https://[::1], ::1, 443",
    })
    void readsWhatPeopleType(String typed, String host, int port) {
        ServerAddress read = ServerAddress.parse(typed);
        assertThat(read).isEqualTo(new ServerAddress(host, port));
        assertThat(ServerAddress.of(read.sdk())).isEqualTo(read);
        assertThat(ServerAddress.parse(read.toString())).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://vcenter",
                "user@vcenter",
                "https://u:p@vcenter/sdk",
                "vcenter:0",
                "vcenter:65536",
                "vcenter:",
                "vcenter/other",
                "vcenter?x",
                "-vcenter",
                "a b",
                "vcenter_1",
                "a..b",
                "10.1.2.300",
                "::1"
            })
    void refusesWhatIsNoAddress(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(typed));
    }

    @Test
    void tellsTheSoapEndpoint() {
        assertThat(ServerAddress.parse("[::1]:444").sdk()).isEqualTo(URI.create("https://[::1]:444/sdk"));
        assertThat(ServerAddress.parse("vc").sdk()).isEqualTo(URI.create("https://vc/sdk"));
    }

    @Test
    void showsFingerprintsAsBrowsersDo() {
        String shown = "AB:CD:EF:01".repeat(8).replaceAll("(01)(AB)", "$1:$2");
        assertThat(Fingerprints.normal(" " + shown + " ")).isEqualTo("abcdef01".repeat(8));
        assertThat(Fingerprints.shown("abcdef01".repeat(8))).isEqualTo(shown);
    }
}
