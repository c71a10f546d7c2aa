package io.github.migrationconnector.httpapi.internal.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.httpapi.internal.events.Broadcast;
import io.github.migrationconnector.httpapi.internal.events.EventsServlet;
import io.github.migrationconnector.httpapi.internal.http.ApiServlet;
import io.github.migrationconnector.httpapi.internal.http.HealthzServlet;
import io.github.migrationconnector.httpapi.internal.http.MetricsServlet;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.http.Router;
import io.github.migrationconnector.httpapi.internal.http.StoreBackupServlet;
import io.github.migrationconnector.httpapi.internal.http.SupportBundleServlet;
import io.github.migrationconnector.httpapi.internal.http.UpgradeUploadServlet;
import io.github.migrationconnector.httpapi.internal.resource.Operations;
import io.github.migrationconnector.httpapi.internal.resource.Verifications;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The API behind the server that is shipped, and a client. */
public final class ApiServer {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public final FakeServices services = new FakeServices();
    public final FakeFramework framework = new FakeFramework();
    private final Verifications verifications = new Verifications(services, Clock.systemUTC());
    private final List<Route> routes = Operations.of(services, framework, verifications);
    private final Broadcast broadcast =
            new Broadcast(services, new Broadcast.Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();

    /** An answer. */
    public record Answer(int status, HttpResponse<byte[]> response) {
        public JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public ApiServer() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ApiServlet(services, new Router(routes))), "/api/v1/*");
        context.addServlet(new ServletHolder(new HealthzServlet()), "/healthz");
        context.addServlet(new ServletHolder(new MetricsServlet(services)), "/metrics");
        ServletHolder events = new ServletHolder(new EventsServlet(services, broadcast));
        events.setAsyncSupported(true);
        context.addServlet(events, "/api/v1/events");
        context.addServlet(new ServletHolder(new SupportBundleServlet(services)), "/api/v1/logs/bundle");
        context.addServlet(new ServletHolder(new StoreBackupServlet(services)), "/api/v1/store/backup");
        context.addServlet(
                new ServletHolder(new UpgradeUploadServlet(services, Operations::planned)),
                "/api/v1" + UpgradeUploadServlet.PATH);
        server.setHandler(context);
        server.start();
    }

    public List<Route> routes() {
        return routes;
    }

    /** A request to the API that is not sent yet. */
    public HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response);
    }

    /** A request to {@code /api/v1}, with the administrator's token. */
    public Answer call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(method, "/api/v1" + path, body).header("Authorization", "Bearer " + FakeServices.ADMIN_TOKEN);
        return send(method.equals("PATCH") ? request.header("If-Match", "*") : request);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    /** What the bundle does when it is deactivated. */
    public void endEvents() {
        broadcast.close();
    }

    public int port() {
        return connector.getLocalPort();
    }

    public void stop() throws Exception {
        broadcast.close();
        server.stop();
        verifications.close();
    }
}
