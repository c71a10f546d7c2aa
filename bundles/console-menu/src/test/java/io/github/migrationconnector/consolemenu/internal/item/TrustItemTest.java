package io.github.migrationconnector.consolemenu.internal.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.fake.FakeConnector;
import io.github.migrationconnector.consolemenu.internal.fake.FakeDesk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustItemTest {
    private static final String SHOWN = "AB:CD:EF:01" + ":23".repeat(28);

    private final FakeConnector connector = new FakeConnector();

    @BeforeEach
    void changed() {
        connector.on("GET /trust?fetch=true", "[" + report("CHANGED") + "]");
    }

    private static String report(String state) {
        return "{\"server\":\"vc.example\",\"state\":\"" + state + "\",\"why\":\"it shows another\","
                + "\"accepted\":[{\"sha256\":\"11:22\"}],\"presented\":[{\"sha256\":\"" + SHOWN + "\"}],"
                + "\"differences\":[{\"field\":\"issuer\",\"accepted\":\"CN=a\",\"presented\":\"CN=b\"}]}";
    }

    private String run(String... typed) {
        FakeDesk desk = new FakeDesk(typed);
        new TrustItem(desk, connector).run();
        assertThat(desk.isDone()).as(desk.text()).isTrue();
        return desk.text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCDEF01", "ab:cd:ef:01", "abcd ef01"})
    void aChangedOneIsTrustedByTheBeginningOfItsFingerprint(String typed) {
        assertThat(run(typed))
                .contains("trusted      11:22")
                .contains("shown now    " + SHOWN)
                .contains("issuer: was CN=a, is CN=b")
                .contains("be given the connector's password");
        assertThat(connector.called)
                .containsExactly("POST /trust/accept {\"server\":\"vc.example\",\"sha256\":\"" + SHOWN + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "ABCDEF02", "ABCDEF", "ABCDEF0123", "-"})
    void whatIsNotItsBeginningTrustsNothing(String typed) {
        assertThatThrownBy(() -> run(typed)).isInstanceOf(TroubleException.class);
        assertThat(connector.called).isEmpty();
    }

    @Test
    void nothingIsAskedForWhatIsTrustedOrLeft() {
        assertThat(run("")).contains("It stays as it is.");
        connector.on("GET /trust?fetch=true", "[" + report("TRUSTED") + "]");
        run();
        connector.on("GET /trust?fetch=true", "[]");
        assertThat(run()).contains("No server is set up yet");
        assertThat(connector.called).isEmpty();
    }
}
