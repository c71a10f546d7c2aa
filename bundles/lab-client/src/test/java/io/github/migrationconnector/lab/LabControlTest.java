package io.github.migrationconnector.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and what is made of the answers. */
class LabControlTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private LabControl control;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::reply);
        server.start();
        control = new LabControl(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    private void reply(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void injectsAnErrorForOneSnapshotAfterTwoCalls() {
        answer = "{\"id\":\"f1\"}";
        Fault fault = Fault.once("ebs", "PutSnapshotBlock", new Fault.Action.Refuse(503, "Busy", "later"))
                .where("snapshotId", "snap-1")
                .after(2);
        new LabFaults(control).inject(fault).close();
        assertThat(asked)
                .containsExactly(
                        "POST /faults {\"action\":\"error\",\"code\":\"Busy\",\"count\":1,"
                                + "\"match\":{\"snapshotId\":\"snap-1\"},\"message\":\"later\","
                                + "\"operation\":\"PutSnapshotBlock\",\"service\":\"ebs\",\"skip\":2,\"status\":503}",
                        "DELETE /faults/f1 ");
    }

    @Test
    void namesEveryActionAsTheLabDoes() {
        assertThat(List.of(
                                new Fault.Action.Delay(5),
                                new Fault.Action.Stall(),
                                new Fault.Action.Drop(),
                                new Fault.Action.DropAfter(),
                                new Fault.Action.HoldBefore(),
                                new Fault.Action.HoldAfter())
                        .stream()
                        .map(action ->
                                Fault.always("ebs", "*", action).document().get("action")))
                .containsExactly("delay", "stall", "drop", "drop-after", "hold-before", "hold-after");
    }

    @Test
    void waitsForAHitAndSaysWhenThereWasNone() {
        answer = "{\"id\":\"f1\",\"hits\":0,\"holding\":0}";
        ActiveFault fault = new LabFaults(control).inject(Fault.always("ebs", "*", new Fault.Action.HoldBefore()));
        assertThatThrownBy(() -> fault.awaitHit(Duration.ofMillis(1500))).isInstanceOf(AssertionError.class);
        assertThat(asked).last().isEqualTo("GET /faults/f1?wait=1.5 ");
        answer = "{\"hits\":3,\"holding\":1}";
        fault.awaitHit(Duration.ofSeconds(1));
        fault.release(true);
        assertThat(fault.holding()).isEqualTo(1);
        assertThat(asked).contains("POST /faults/f1/release {\"proceed\":true}");
    }

    @Test
    void makesAVmAndReadsItsDisksBack() {
        answer = "{\"vm\":\"vm-7\",\"disks\":[{\"key\":2000,\"uuid\":\"u\",\"sizeBytes\":1024}]}";
        LabVcenter.Vm vm = new LabVcenter(control)
                .addVm("web01", "bios", List.of(new LabVcenter.Content.FromFile(Path.of("/images/root.raw"))));
        assertThat(vm.id()).isEqualTo("vm-7");
        assertThat(vm.disks()).containsExactly(new LabVcenter.Disk(2000, "u", 1024));
        assertThat(asked).singleElement().asString().contains("\"disks\":[{\"file\":\"/images/root.raw\"}]");
    }

    @Test
    void failsWithWhatTheLabSays() {
        status = 404;
        answer = "{\"error\":\"no such snapshot\"}";
        assertThatThrownBy(() -> new LabEbs(control).snapshot("snap-9"))
                .hasMessageContaining("404")
                .hasMessageContaining("no such snapshot");
    }
}
