package io.github.migrationconnector.copy.internal.environment;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The proxy as the AWS tools and curl find it: {@code HTTPS_PROXY} ({@code http://[USER:PASSWORD@]HOST[:PORT]}) and {@code
 * NO_PROXY}, a list with commas; the names in lower case count too, and first.
 *
 * @param variables the environment
 */
record EnvironmentProxy(Variables variables) {
    private static final int USUAL_PORT = 80;

    ProxySettings settings() {
        Optional<String> url = either("https_proxy", "HTTPS_PROXY");
        if (url.isEmpty()) {
            return ProxySettings.NONE;
        }
        List<String> exceptions =
                List.of(either("no_proxy", "NO_PROXY").orElse("").split(","));
        try {
            String text = url.get().contains("://") ? url.get() : "http://" + url.get();
            URI proxy = URI.create(text);
            if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null) {
                throw invalid();
            }
            String login = Optional.ofNullable(proxy.getRawUserInfo()).orElse("");
            int colon = login.indexOf(':');
            String user = decoded(colon < 0 ? login : login.substring(0, colon));
            Secret password = Secret.of(colon < 0 ? "" : decoded(login.substring(colon + 1)));
            int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
            return new ProxySettings(proxy.getHost(), port, user, password, exceptions);
        } catch (IllegalArgumentException wrong) {
            // not as the cause: its message would quote the login
            throw invalid();
        }
    }

    private Optional<String> either(String lower, String upper) {
        return variables.get(lower).or(() -> variables.get(upper));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ConnectorException invalid() {
        return Problem.fatal(
                        "PROXY_INVALID",
                        "HTTPS_PROXY is not the URL of an HTTP proxy.",
                        "Write it as http://[USER:PASSWORD@]HOST[:PORT], with special characters of the login"
                                + " percent-encoded; a proxy that is asked by TLS (https://) can't be used.")
                .asException();
    }
}
