package io.github.migrationconnector.consolemenu.internal.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A daemon that answers as it was told; the last answer is repeated. What begins with {@code !}
 * is a refusal, and with {@code !!} one that would come at any other time too.
 */
public final class FakeConnector implements Connector {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Deque<String>> answers = new HashMap<>();

    /** Each call that changes something, with its body. */
    public final List<String> called = new ArrayList<>();

    /** Each record of an action that the daemon took. */
    public final List<String> witnessed = new ArrayList<>();

    public boolean stopped;

    /** With a status, a network of one interface and a certificate. */
    public FakeConnector() {
        on(
                "GET /status",
                "{\"version\":\"0.1.0\",\"health\":{\"state\":\"HEALTHY\",\"reasons\":[],\"troubles\":[]},"
                        + "\"registration\":{\"state\":\"REGISTERED\"},\"runs\":[]}");
        on("GET /network", network(""));
        on(
                "GET /certificate",
                "{\"chain\":[{\"subject\":\"CN=appliance\",\"issuer\":\"CN=appliance\","
                        + "\"names\":[\"appliance\"],\"notBefore\":\"2026-01-01T00:00:00Z\",\"notAfter\":\"2027-01-01T00:00:00Z\","
                        + "\"sha256\":\"" + "AB:".repeat(31) + "AB\",\"pem\":\"-----BEGIN\\nX\\n-----END\"}],"
                        + "\"missingNames\":[],\"warning\":\"\"}");
    }

    /** What {@code GET /network} answers, with more members. */
    public static String network(String more) {
        return "{\"changeable\":true,\"inForce\":{\"hostName\":\"appliance\",\"interfaces\":[{\"name\":\"vmx0\",\"up\":true,"
                + "\"mac\":\"00:50:56:00:00:01\",\"addresses\":[\"192.0.2.10/24\",\"2001:db8::10/64\"],"
                + "\"gateways\":[\"192.0.2.1\"]}],\"nameServers\":[\"192.0.2.53\"],\"searchDomains\":[]},"
                + "\"settings\":{\"hostName\":\"appliance\",\"interfaces\":[{\"name\":\"vmx0\",\"ipv4\":{\"method\":\"STATIC\","
                + "\"address\":\"192.0.2.10/24\",\"gateway\":\"192.0.2.1\"}}],\"nameServers\":[\"192.0.2.53\"],"
                + "\"searchDomains\":[]}" + more + "}";
    }

    /** Says what to answer. */
    public FakeConnector on(String call, String... said) {
        Deque<String> waiting = new ArrayDeque<>(List.of(said));
        answers.put(call, waiting);
        return this;
    }

    private JsonNode answer(String call) {
        if (stopped) {
            throw new TroubleException("the connector does not answer", "restart it by this menu");
        }
        Deque<String> waiting = answers.getOrDefault(call, new ArrayDeque<>(List.of("{}")));
        String said = waiting.size() == 1 ? waiting.peek() : waiting.poll();
        if (said.startsWith("!!")) {
            throw new TroubleException(said.substring(2), "ask for something else", true, null);
        }
        if (said.startsWith("!")) {
            throw new TroubleException(said.substring(1), "do it right");
        }
        try {
            return MAPPER.readTree(said);
        } catch (IOException wrong) {
            throw new IllegalStateException("not JSON: " + said, wrong);
        }
    }

    @Override
    public JsonNode get(String path) {
        return answer("GET " + path);
    }

    @Override
    public JsonNode getLong(String path) {
        return get(path);
    }

    @Override
    public JsonNode post(String path, JsonNode body) {
        called.add("POST " + path + " " + body);
        return answer("POST " + path);
    }

    @Override
    public JsonNode post(String path) {
        called.add("POST " + path);
        return answer("POST " + path);
    }

    @Override
    public JsonNode postQuick(String path, JsonNode body) {
        JsonNode answer = answer("POST " + path);
        witnessed.add(path + " " + body);
        return answer;
    }

    @Override
    public long download(String path, Path file) {
        called.add("GET " + path);
        answer("GET " + path);
        try {
            return Files.writeString(file, path).toFile().length();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void delete(String path) {
        called.add("DELETE " + path);
        answer("DELETE " + path);
    }
}
