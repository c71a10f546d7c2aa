package io.github.migrationconnector.api.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
    private static ProxySettings proxy(String... exceptions) {
        return new ProxySettings("proxy.example", 3128, "user", Secret.of("s3cret"), List.of(exceptions));
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "example.com, a.Example.COM, true",
        "example.com, badexample.com, false",
        ".example.com, a.example.com, true",
        ".example.com, example.com, false",
        "*.example.com, a.b.example.com, true",
        "*, anything, true",
        "10.0.0.0/8, 10.200.3.4, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, ten.example.com, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "192.0.2.7/32, 192.0.2.7, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.11, false",
        "[::1], ::1, true",
        "' Localhost ', localhost, true"
    })
    void heedsExceptionsAsNoProxyHasThem(String exception, String host, boolean direct) {
        assertThat(proxy(exception).towards(host).isNone()).isEqualTo(direct);
    }

    @Test
    void withoutExceptionsAllGoesThrough() {
        assertThat(proxy().towards("a")).isEqualTo(proxy());
        assertThat(ProxySettings.NONE.towards("a")).isEqualTo(ProxySettings.NONE);
    }

    @Test
    void showsNoLoginAndIsEqualByIt() {
        assertThat(proxy().toString()).isEqualTo("proxy proxy.example:3128");
        assertThat(proxy()).isEqualTo(proxy());
        assertThat(proxy()).isNotEqualTo(new ProxySettings("proxy.example", 3128, "user", Secret.of("x"), List.of()));
    }

    @Test
    void refusesWhatIsNone() {
        Secret none = Secret.of("");
        assertThatThrownBy(() -> new ProxySettings("a b", 1, "", none, List.of()))
                .hasMessageContaining("not a host");
        assertThatThrownBy(() -> new ProxySettings("a", 0, "", none, List.of())).hasMessageContaining("not a port");
        assertThatThrownBy(() -> new ProxySettings("a", 1, "x:y", none, List.of()))
                .hasMessageContaining("colon");
        assertThatThrownBy(() -> new ProxySettings("a", 1, "", Secret.of("p"), List.of()))
                .hasMessageContaining("without a user");
    }
}
