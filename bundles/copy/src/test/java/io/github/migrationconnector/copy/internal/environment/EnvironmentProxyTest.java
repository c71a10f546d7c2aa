package io.github.migrationconnector.copy.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.connection.ProxySettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxyTest {
    private static ProxySettings proxy(Map<String, String> environment) {
        return new EnvironmentProxy(new Variables(environment)).settings();
    }

    @Test
    void readsLoginAndExceptions() {
        ProxySettings proxy = proxy(Map.of(
                "HTTPS_PROXY",
                "http://me:p%40ss%2Bw:rd@proxy.example:3128",
                "NO_PROXY",
                "localhost, .example.com,,10.0.0.0/8"));
        assertThat(proxy.address()).isEqualTo("proxy.example:3128");
        assertThat(proxy.user()).isEqualTo("me");
        String password = proxy.password().reveal(text -> text);
        assertThat(password).isEqualTo("p@ss+w:rd");
        assertThat(proxy.exceptions()).containsExactly("localhost", ".example.com", "10.0.0.0/8");
    }

    @Test
    void lowerCaseComesFirstAndTheSchemeMayBeLeftOut() {
        ProxySettings proxy = proxy(Map.of("https_proxy", "lower:1", "HTTPS_PROXY", "http://upper:2"));
        assertThat(proxy.address()).isEqualTo("lower:1");
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://p")).port()).isEqualTo(80);
        assertThat(proxy(Map.of("NO_PROXY", "a")).isNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:s3cret@p:1",
                "http://u:s3cret@",
                "socks5://u:s3cret@p",
                "http://u:s3cret@p:99999",
                "::s3cret"
            })
    void refusesWhatIsNoProxyWithoutQuotingIt(String url) {
        assertThatThrownBy(() -> proxy(Map.of("HTTPS_PROXY", url)))
                .hasMessageContaining("PROXY_INVALID")
                .hasNoCause()
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("s3cret"));
    }
}
