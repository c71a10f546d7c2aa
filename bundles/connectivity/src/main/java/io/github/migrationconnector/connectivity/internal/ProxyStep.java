package io.github.migrationconnector.connectivity.internal;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connectivity.ConnectivityStep;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a proxy for a tunnel (CONNECT: RFC 9110, section 9.3.6; Basic login: RFC 7617).
 *
 * @param proxy who is asked
 * @param target {@code HOST:PORT}
 * @param limit of a silence
 */
record ProxyStep(ProxySettings proxy, String target, Duration limit) {
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int LONGEST_STATUS = 120;
    private static final int LOGIN_WANTED = 407;
    /** What tinyproxy says to a wrong login; of a tunnel it can only mean the proxy's own. */
    private static final int LOGIN_WRONG = 401;

    /** What a server of TLS sends first when it meets plain HTTP: an alert (RFC 8446, section 5.1). */
    private static final int TLS_ALERT = 21;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})([^\\r\\n]*)");

    /** The proxy's status line, when it lets through. */
    String ask(Socket socket) {
        try {
            socket.setSoTimeout((int) limit.toMillis());
            byte[] request = request();
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            Arrays.fill(request, (byte) 0);
            return judged(statusLine(socket.getInputStream()));
        } catch (IOException failure) {
            throw failed(
                    "the proxy " + proxy.address() + " did not answer: " + Sockets.words(failure), "Check the proxy.");
        }
    }

    private String judged(String line) {
        Matcher status = STATUS.matcher(line);
        if (!status.matches()) {
            throw failed(
                    "what answers at " + proxy.address() + " is not an HTTP proxy",
                    "Check host and port of the proxy; it is asked in plain HTTP.");
        }
        int code = Integer.parseInt(status.group(1));
        if (code == LOGIN_WANTED || code == LOGIN_WRONG) {
            throw failed(
                    "the proxy wants a login, and "
                            + (proxy.user().isEmpty() ? "none is set" : "that of '" + proxy.user() + "' was refused")
                            + " (" + line + ")",
                    "Enter the proxy's user and password; it has to take Basic authentication.");
        }
        if (code / 100 != 2) {
            throw failed(
                    "the proxy gives no way to " + target + " (" + line + ")",
                    "Let the proxy allow CONNECT to " + target + ", or except that host from the proxy.");
        }
        return line;
    }

    private byte[] request() {
        byte[] head =
                ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] login = login();
        byte[] whole = Arrays.copyOf(head, head.length + login.length + 2);
        System.arraycopy(login, 0, whole, head.length, login.length);
        whole[whole.length - 2] = '\r';
        whole[whole.length - 1] = '\n';
        return whole;
    }

    private byte[] login() {
        if (proxy.user().isEmpty()) {
            return new byte[0];
        }
        byte[] user = (proxy.user() + ":").getBytes(StandardCharsets.UTF_8);
        byte[] password = proxy.password().toUtf8();
        byte[] both = Arrays.copyOf(user, user.length + password.length);
        System.arraycopy(password, 0, both, user.length, password.length);
        byte[] encoded = Base64.getEncoder().encode(both);
        byte[] field = "Proxy-Authorization: Basic ".getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(field, field.length + encoded.length + 2);
        System.arraycopy(encoded, 0, line, field.length, encoded.length);
        line[line.length - 2] = '\r';
        line[line.length - 1] = '\n';
        Arrays.fill(password, (byte) 0);
        Arrays.fill(both, (byte) 0);
        return line;
    }

    /** Reads the whole head, to the byte: what follows is TLS's. */
    private String statusLine(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < LONGEST_ANSWER) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            if (next == TLS_ALERT && head.isEmpty()) {
                throw failed(
                        "the proxy " + proxy.address()
                                + " wants to be asked in TLS (an https:// proxy); it is asked in plain" + " HTTP alone",
                        "Enter the proxy's port for plain HTTP. What goes through it to AWS is TLS all the same; only the"
                                + " login of the proxy can be read between here and it.");
            }
            head.append((char) next);
        }
        String line = head.toString().lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
        return line.substring(0, Math.min(line.length(), LONGEST_STATUS));
    }

    private static StepFailure failed(String message, String fix) {
        return new StepFailure(ConnectivityStep.PROXY, message, fix);
    }
}
