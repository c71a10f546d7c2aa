package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.failure.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a proxy for a tunnel (CONNECT: RFC 9110, section 9.3.6; Basic login: RFC 7617).
 *
 * @param proxy who is asked
 * @param target {@code HOST:PORT}, where the tunnel leads
 */
record TunnelRequest(ProxySettings proxy, String target) {
    /** The longest answer that is read. */
    static final int LONGEST_ANSWER = 16 * 1024;

    private static final Pattern STATUS =
            Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: ([^\\r\\n]*))?\\r?\\n.*", Pattern.DOTALL);
    private static final int LOGIN_WANTED = 407;
    /** What tinyproxy says to a wrong login; of a tunnel it can only mean the proxy's own. */
    private static final int LOGIN_WRONG = 401;

    private static final int LONGEST_REASON = 100;

    /** What is sent; it holds the login, so the caller wipes it. */
    byte[] bytes() {
        byte[] head =
                ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] login = login();
        byte[] whole = Arrays.copyOf(head, head.length + login.length + 2);
        System.arraycopy(login, 0, whole, head.length, login.length);
        whole[whole.length - 2] = '\r';
        whole[whole.length - 1] = '\n';
        Arrays.fill(login, (byte) 0);
        return whole;
    }

    private byte[] login() {
        if (proxy.user().isEmpty()) {
            return new byte[0];
        }
        byte[] name = (proxy.user() + ":").getBytes(StandardCharsets.UTF_8);
        byte[] password = proxy.password().toUtf8();
        byte[] both = Arrays.copyOf(name, name.length + password.length);
        System.arraycopy(password, 0, both, name.length, password.length);
        byte[] encoded = Base64.getEncoder().encode(both);
        byte[] field = "Proxy-Authorization: Basic ".getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(field, field.length + encoded.length + 2);
        System.arraycopy(encoded, 0, line, field.length, encoded.length);
        line[line.length - 2] = '\r';
        line[line.length - 1] = '\n';
        for (byte[] secret : new byte[][] {password, both, encoded}) {
            Arrays.fill(secret, (byte) 0);
        }
        return line;
    }

    /**
     * What is wrong with the proxy's answer; empty when the tunnel is there.
     *
     * @param head status line and fields
     */
    Optional<Problem> refusal(String head) {
        Matcher status = STATUS.matcher(head);
        if (!status.matches()) {
            return Optional.of(Problems.noProxy(proxy.address()));
        }
        int code = Integer.parseInt(status.group(1));
        if (code / 100 == 2) {
            return Optional.empty();
        }
        String reason = Optional.ofNullable(status.group(2)).orElse("").replaceAll("[^ -~]", "?");
        String shown = code + " " + reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        return Optional.of(
                code == LOGIN_WANTED || code == LOGIN_WRONG
                        ? Problems.proxyLogin(proxy.address(), proxy.user(), shown)
                        : Problems.proxyRefused(proxy.address(), target, shown));
    }
}
