package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.replication.Change.Kind;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The stream of events, read as a browser reads it. */
// the JDK's HTTP client does not heed an interrupt while it reads
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class EventsTest {
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** An open stream. */
    private static final class Stream implements AutoCloseable {
        private final BufferedReader reader;

        Stream(HttpResponse<java.io.InputStream> response) {
            reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The next event as {@code ID NAME DATA}; comments are passed over; {@code end} when the stream has ended. */
        String next() throws IOException {
            List<String> lines = new ArrayList<>();
            while (true) {
                String line = reader.readLine();
                if (line == null) {
                    return "end";
                }
                if (line.isEmpty()) {
                    if (lines.size() == 3) {
                        return String.join(" ", lines);
                    }
                    lines.clear();
                } else if (!line.startsWith(":")) {
                    lines.add(line.substring(line.indexOf(':') + 1).strip());
                }
            }
        }

        /** Waits for a comment. */
        void heartbeat() throws IOException {
            while (!reader.readLine().startsWith(":")) {
                // an event's line
                continue;
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private HttpResponse<java.io.InputStream> ask(String lastEventId, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/v1/events"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
    }

    private Stream listen(String lastEventId) throws Exception {
        HttpResponse<java.io.InputStream> response = ask(lastEventId, FakeServices.VIEWER_TOKEN);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new Stream(response);
    }

    @Test
    void tellsWhatChanges() throws Exception {
        try (Stream one = listen("");
                Stream other = listen("")) {
            assertThat(one.next()).isEqualTo("100 ready {}");
            assertThat(other.next()).isEqualTo("100 ready {}");
            server.services.changes.happen(Kind.RUN, "sms-run-1");
            server.services.changes.happen(Kind.JOB, "sms-job-1");
            for (Stream stream : List.of(one, other)) {
                assertThat(stream.next())
                        .startsWith("101 run {\"number\":101,")
                        .contains("\"id\":\"sms-run-1\"", "\"jobId\":\"sms-job-1\"", "\"kind\":\"RUN\"");
                assertThat(stream.next()).startsWith("102 job ");
            }
        }
    }

    @Test
    void goesOnBehindWhatWasSeen() throws Exception {
        for (int i = 1; i <= 5; i++) {
            server.services.changes.happen(Kind.PROGRESS, "sms-run-" + i);
        }
        try (Stream stream = listen("103")) {
            assertThat(stream.next()).isEqualTo("103 ready {}");
            assertThat(stream.next()).startsWith("104 progress");
            assertThat(stream.next()).startsWith("105 progress");
            server.services.changes.happen(Kind.CATALOG, "");
            assertThat(stream.next()).startsWith("106 catalog");
        }
    }

    @Test
    void saysWhenSomethingWasForgotten() throws Exception {
        server.services.changes.happen(Kind.RUN, "sms-run-1");
        server.services.changes.forget();
        for (String seen : List.of("99", "5000")) {
            try (Stream stream = listen(seen)) {
                assertThat(stream.next()).as(seen).isEqualTo("101 reset {}");
            }
        }
    }

    @Test
    void livesOnWithoutNewsAndWhileReplicationIsReplaced() throws Exception {
        try (Stream stream = listen("")) {
            stream.heartbeat();
            server.services.away.add("changes");
            server.services.changes.happen(Kind.JOB_DELETED, "sms-job-1");
            server.services.away.remove("changes");
            stream.heartbeat();
        }
        try (Stream stream = listen("100")) {
            assertThat(stream.next()).isEqualTo("100 ready {}");
            assertThat(stream.next()).startsWith("101 job-deleted");
        }
    }

    @Test
    void endsWithItsBundle() throws Exception {
        try (Stream stream = listen("")) {
            assertThat(stream.next()).isEqualTo("100 ready {}");
            server.endEvents();
            assertThat(stream.next()).isEqualTo("end");
        }
    }

    @Test
    void whoComesInWhileItsBundleEndsIsLetGoToo() throws Exception {
        server.services.changes.beforeForgotten = server::endEvents;
        try (Stream stream = listen("100")) {
            assertThat(stream.next()).isEqualTo("end");
        }
    }

    @Test
    void aClientThatReadsNothingHoldsUpNobody() throws Exception {
        try (Socket deaf = new Socket("127.0.0.1", server.port());
                Stream stream = listen("")) {
            deaf.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                                    + FakeServices.VIEWER_TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(stream.next()).isEqualTo("100 ready {}");
            String longId = "sms-run-" + "0".repeat(5000);
            for (int i = 0; i < 3000; i++) {
                server.services.changes.happen(Kind.PROGRESS, longId);
            }
            for (int i = 0; i < 3000; i++) {
                String event = stream.next();
                if (event.equals("end")) {
                    // let go as too slow a reader itself; it would come back
                    return;
                }
                assertThat(event).startsWith((101 + i) + " progress");
            }
        }
    }

    @Test
    void onlyWhoMayLooksOn() throws Exception {
        assertThat(ask("", "wrong").statusCode()).isEqualTo(401);
        assertThat(server.call("POST", "/events", "").status()).isEqualTo(405);
        server.services.away.add("changes");
        assertThat(server.get("/events").status()).isEqualTo(503);
    }
}
