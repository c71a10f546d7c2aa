package io.github.migrationconnector.connectivity.internal;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connectivity.ConnectivityFinding;
import io.github.migrationconnector.api.connectivity.ConnectivityFinding.Outcome;
import io.github.migrationconnector.api.connectivity.ConnectivityReport;
import io.github.migrationconnector.api.connectivity.ConnectivityStep;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/** One walk to one endpoint. The first step that fails ends it; those behind it are left out. */
final class Walk {
    private final ReachedEndpoint endpoint;
    private final ProxySettings proxy;
    private final NameLookup names;
    private final Duration limit;
    private final List<ConnectivityFinding> findings = new ArrayList<>();

    /** @param limit of each step */
    Walk(ReachedEndpoint endpoint, NameLookup names, Duration limit) {
        this.endpoint = endpoint;
        this.proxy = endpoint.proxy().towards(endpoint.host());
        this.names = names;
        this.limit = limit;
    }

    ConnectivityReport report() {
        try {
            walk();
        } catch (StepFailure failure) {
            findings.add(new ConnectivityFinding(failure.step(), Outcome.FAILED, failure.getMessage(), failure.fix()));
            Arrays.stream(ConnectivityStep.values())
                    .filter(step -> step.compareTo(failure.step()) > 0)
                    .filter(step -> step != ConnectivityStep.PROXY || !proxy.isNone())
                    .forEach(step -> findings.add(new ConnectivityFinding(
                            step, Outcome.SKIPPED, "left out, since " + failure.step() + " failed", "")));
        }
        return new ConnectivityReport(endpoint.name(), address(), findings);
    }

    private String address() {
        String host = endpoint.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.port();
    }

    private void walk() {
        String near = proxy.isNone() ? endpoint.host() : proxy.host();
        int port = proxy.isNone() ? endpoint.port() : proxy.port();
        InetAddress[] addresses = look(near);
        Socket socket = connect(addresses, port);
        try {
            if (!proxy.isNone()) {
                String answer = new ProxyStep(proxy, address(), limit).ask(socket);
                ok(ConnectivityStep.PROXY, "the proxy lets through: " + answer);
            }
            secure(socket);
        } finally {
            Sockets.close(socket);
        }
        logIn();
    }

    private InetAddress[] look(String name) {
        InetAddress[] addresses = names.look(name, limit);
        String found = Arrays.stream(addresses).map(IpText::of).collect(Collectors.joining(", "));
        ok(ConnectivityStep.DNS, (proxy.isNone() ? name : "the proxy " + name) + " is " + found);
        return addresses;
    }

    private Socket connect(InetAddress[] addresses, int port) {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
                ok(ConnectivityStep.TCP, "connected to " + IpText.of(address) + " port " + port);
                return socket;
            } catch (IOException failure) {
                last = failure;
                Sockets.close(socket);
            }
        }
        throw new StepFailure(
                ConnectivityStep.TCP,
                "port " + port + " of " + (proxy.isNone() ? endpoint.host() : "the proxy " + proxy.host())
                        + " does not answer: " + Sockets.words(last),
                proxy.isNone()
                        ? "Check that it runs, and open TCP port " + port
                                + " to it in the firewalls; if only a proxy leads out to AWS," + " set it."
                        : "Check host and port of the proxy, and that it runs.");
    }

    private void secure(Socket socket) {
        try {
            socket.setSoTimeout((int) limit.toMillis());
            SSLSocket tls = endpoint.peer().tls(socket, endpoint);
            tls.startHandshake();
            ok(ConnectivityStep.TLS, tls.getSession().getProtocol() + ", certificate of " + subject(tls));
        } catch (ConnectorException failure) {
            throw new StepFailure(
                    ConnectivityStep.TLS,
                    failure.problem().message(),
                    failure.problem().fix());
        } catch (IOException failure) {
            throw endpoint.peer()
                    .why(failure)
                    .map(problem -> new StepFailure(ConnectivityStep.TLS, problem.message(), problem.fix()))
                    .orElseGet(() -> TlsWords.failure(endpoint.host(), failure));
        }
    }

    private static String subject(SSLSocket tls) throws IOException {
        return tls.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                ? certificate.getSubjectX500Principal().getName() + ", issued by "
                        + certificate.getIssuerX500Principal().getName()
                : "an unknown kind";
    }

    private void logIn() {
        try {
            ok(ConnectivityStep.LOGIN, endpoint.peer().logIn());
        } catch (ConnectorException failure) {
            throw new StepFailure(
                    ConnectivityStep.LOGIN,
                    failure.problem().message(),
                    failure.problem().fix());
        }
    }

    private void ok(ConnectivityStep step, String detail) {
        findings.add(new ConnectivityFinding(step, Outcome.OK, detail, ""));
    }
}
