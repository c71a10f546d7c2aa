package io.github.migrationconnector.consolemenu.internal.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.fake.FakeConnector;
import io.github.migrationconnector.consolemenu.internal.fake.FakeDesk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyItemTest {
    private final FakeConnector connector = new FakeConnector();

    private String run(String... typed) {
        FakeDesk desk = new FakeDesk(typed);
        new ProxyItem(desk, connector).run();
        assertThat(desk.isDone()).as(desk.text()).isTrue();
        return desk.text();
    }

    @Test
    void aProxyIsSetWithWhatIsReachedDirectly() {
        String text = run("proxy.example", "", "10.0.0.0/8, .lab.example", "anna", "s3cret");
        assertThat(text)
                .contains("There is no proxy.")
                .contains("The proxy is set.")
                .doesNotContain("s3cret");
        assertThat(connector.called)
                .containsExactly(
                        "POST /network/proxy {\"host\":\"proxy.example\",\"port\":3128,"
                                + "\"exceptions\":[\"10.0.0.0/8\",\".lab.example\"],\"user\":\"anna\",\"password\":\"s3cret\"}");
    }

    @Test
    void theOneThatIsKeptIsShownOfferedAndRemoved() {
        connector.on(
                "GET /network/proxy",
                "{\"inForce\":false,\"proxy\":{\"host\":\"old\",\"port\":8080,\"user\":\"u\",\"exceptions\":[\".a\"]}}");
        assertThat(run("")).contains("old:8080 as u (kept for the set-up)").contains("Nothing was changed.");
        run("new", "", "", "");
        run("-");
        assertThat(connector.called)
                .containsExactly(
                        "POST /network/proxy {\"host\":\"new\",\"port\":8080,\"exceptions\":[\".a\"]}",
                        "DELETE /network/proxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "x", "-1", "999999"})
    void aWrongPortSendsNothing(String port) {
        assertThatThrownBy(() -> run("proxy", port))
                .isInstanceOf(TroubleException.class)
                .hasMessage("not a port: " + port);
        assertThat(connector.called).isEmpty();
    }
}
