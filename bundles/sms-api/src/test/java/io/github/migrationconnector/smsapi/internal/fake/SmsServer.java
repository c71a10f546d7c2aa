package io.github.migrationconnector.smsapi.internal.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.smsapi.internal.SmsServlet;
import io.github.migrationconnector.smsapi.internal.operation.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The API behind the server that is shipped, and a client that signs by itself. */
public final class SmsServer {
    public static final String TARGET = "AWSServerMigrationService_V2016_10_24.";
    private static final String SIGNED = "content-type;host;x-amz-date;x-amz-target";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    public final ShiftedClock clock = new ShiftedClock();
    public final FakeServices services = new FakeServices();
    public final Operations operations = new Operations(services, clock);
    private final Path home = Files.createTempDirectory("sms-home");
    public final SmsServlet api;
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

        public String type() {
            return json().path("__type").asText();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public SmsServer() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        // has been up for an hour
        clock.shift = Duration.ofHours(-1);
        api = new SmsServlet(services, operations, clock, home);
        ServletHolder servlet = new ServletHolder(api);
        clock.shift = Duration.ZERO;
        context.addServlet(servlet, "/sms");
        context.addServlet(servlet, "/sms/");
        server.setHandler(context);
        server.start();
    }

    public void stop() throws Exception {
        server.stop();
        Files.deleteIfExists(home.resolve("sms-clocks-ahead"));
        Files.delete(home);
    }

    /** A signed request that is not sent yet. */
    public HttpRequest.Builder request(String accessKeyId, String operation, byte[] body) {
        String time = TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
        String scope = time.substring(0, 8) + "/eu-west-1/sms/aws4_request";
        String canonical = "POST\n/sms\n\ncontent-type:" + CONTENT_TYPE + "\nhost:127.0.0.1:" + connector.getLocalPort()
                + "\nx-amz-date:" + time + "\nx-amz-target:" + TARGET + operation + "\n\n" + SIGNED + "\n"
                + sha256(body);
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(bytes(canonical));
        byte[] key = bytes("AWS4" + FakeServices.SECRET);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/sms"))
                .timeout(PATIENCE)
                .header("Content-Type", CONTENT_TYPE)
                .header("X-Amz-Date", time)
                .header("X-Amz-Target", TARGET + operation)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + SIGNED
                                + ", Signature=" + HexFormat.of().formatHex(hmac(key, toSign)))
                .POST(BodyPublishers.ofByteArray(body));
    }

    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response);
    }

    /** A signed request by an operator. */
    public Answer call(String operation, String body) throws IOException, InterruptedException {
        return send(request(FakeServices.OPERATORS_KEY, operation, bytes(body)));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
