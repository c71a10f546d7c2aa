package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every list fits a terminal of 60 and of 80 columns, and its ids are whole in it. */
final class NarrowTerminalTest {
    private static final String COLUMNS = "connector.columns";
    private static final String LONG =
            "a text that is far longer than any terminal is wide, as descriptions and paths are";
    private static final String TIME = "2026-03-04T05:06:07.089Z";
    private static final String ID = "sms-run-0123456789abcdef0";
    private static final String AMI = "ami-0123456789abcdef0";

    /** What is asked of which address, by the words of the command. */
    private static final Map<String, String> LISTS = Map.ofEntries(
            Map.entry("job list", "/jobs"),
            Map.entry("run list sms-job-1", "/jobs/sms-job-1/runs"),
            Map.entry("catalog servers", "/servers"),
            Map.entry("inventory", "/inventory"),
            Map.entry("user list", "/users"),
            Map.entry("notifications list", "/notifications"),
            Map.entry("notifications deliveries", "/notifications/deliveries?count=20"),
            Map.entry("session list", "/sessions"),
            Map.entry("token list", "/tokens"),
            Map.entry("apikey list", "/api-keys"),
            Map.entry("audit list", "/audit?count=100&before=" + Long.MAX_VALUE / 10),
            Map.entry("bundles list", "/bundles"),
            Map.entry("aws regions", "/aws/regions"),
            Map.entry("aws permissions", "/aws/permissions"));

    @TempDir
    private Path home;

    private FakeDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new FakeDaemon(home);
    }

    @AfterEach
    void stop() {
        System.clearProperty(COLUMNS);
        daemon.close();
    }

    static Stream<String> lists() {
        return LISTS.keySet().stream().sorted();
    }

    /** One entry that has every member that any list shows, as long as it may be. */
    private static String answer(String address) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode one = mapper.createObjectNode();
        List.of("id", "accessKeyId", "jobId", "replicationJobId").forEach(name -> one.put(name, ID));
        List.of("state", "phase", "role", "outcome", "powerState", "firmware")
                .forEach(name -> one.put(name, "TRANSFERRING"));
        List.of(
                        "description",
                        "vmName",
                        "name",
                        "owner",
                        "user",
                        "path",
                        "action",
                        "target",
                        "detail",
                        "why",
                        "waitingFor",
                        "message",
                        "subject",
                        "object")
                .forEach(name -> one.put(name, LONG));
        List.of(
                        "nextRunAt",
                        "startedAt",
                        "endedAt",
                        "createdAt",
                        "lastUsedAt",
                        "lastLoginAt",
                        "expiresAt",
                        "at",
                        "since",
                        "usedAt",
                        "scheduledAt")
                .forEach(name -> one.put(name, TIME));
        List.of("latestImageId", "imageId").forEach(name -> one.put(name, AMI));
        one.put("address", "2001:db8:1234:5678:9abc:def0:1234:5678");
        one.put("enabled", true);
        one.set("schedule", mapper.readTree("{\"kind\": \"EVERY\", \"hours\": 24, \"start\": \"" + TIME + "\"}"));
        one.set("vm", one.deepCopy());
        one.set("disks", mapper.createArrayNode().add(mapper.readTree("{\"capacityBytes\": 17592186044416}")));
        one.set("drift", mapper.createArrayNode());
        one.set("problems", mapper.createArrayNode());
        one.set("warnings", mapper.createArrayNode());
        JsonNode many = mapper.createArrayNode().add(one).add(one.deepCopy());
        if (address.equals("/aws/permissions")) {
            return mapper.createObjectNode().set("permissions", many).toString();
        }
        if (address.equals("/aws/regions")) {
            return mapper.createArrayNode().add("ap-northeast-1").toString();
        }
        return many.toString();
    }

    private String said(int columns, String words) {
        System.setProperty(COLUMNS, String.valueOf(columns));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] all = Stream.concat(Arrays.stream(words.split(" ")), Stream.of("--home", home.toString()))
                .toArray(String[]::new);
        int code = new Program(new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(all);
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void fits(String words) throws Exception {
        String address = LISTS.get(words);
        daemon.on("GET " + address, 200, answer(address));
        for (int columns : List.of(60, 80)) {
            String said = said(columns, words);
            assertThat(said.lines().toList()).as(words).isNotEmpty().allSatisfy(line -> assertThat(
                            line.codePointCount(0, line.length()))
                    .as("%s at %d columns: %s", words, columns, line)
                    .isLessThanOrEqualTo(columns));
            if (words.matches("(job|run|apikey|session) list.*")) {
                assertThat(said).as("an id that is cut can't be typed again").contains(ID);
            }
        }
    }

    @Test
    void noListIsForgotten() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Set<String> found = new TreeSet<>();
        collect(new Program(new Terminal(nowhere, nowhere, false)).commandLine(), "", found);
        assertThat(found).contains("job list").allSatisfy(name -> assertThat(LISTS.keySet())
                .as("a list without a test of its width")
                .anyMatch(words -> words.equals(name) || words.startsWith(name + " ")));
    }

    private static void collect(CommandLine command, String before, Set<String> found) {
        command.getSubcommands().forEach((name, sub) -> {
            String words = (before + " " + name).strip();
            if (name.equals("list")) {
                found.add(words);
            }
            collect(sub, words, found);
        });
    }
}
