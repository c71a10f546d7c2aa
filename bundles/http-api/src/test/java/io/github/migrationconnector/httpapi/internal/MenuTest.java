package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import io.github.migrationconnector.httpapi.internal.http.MenuOperations;
import io.github.migrationconnector.httpapi.internal.http.Route;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console's menu may do with its token, and that it is no more. */
final class MenuTest {
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private ApiServer.Answer byMenu(String method, String path, String body) throws Exception {
        return server.send(server.request(method, "/api/v1" + path, body)
                .header("Authorization", "Bearer " + FakeServices.MENU_TOKEN));
    }

    private static String operation(Route route) {
        return route.method() + " " + route.template();
    }

    @Test
    void itDoesWhatItsListSaysAndNothingElse() throws Exception {
        Set<String> done = new TreeSet<>();
        for (Route route : server.routes()) {
            ApiServer.Answer answer = byMenu(route.method(), route.template().replaceAll("\\{[a-z]+}", "x"), "");
            if (answer.status() != 403) {
                done.add(operation(route));
            } else {
                assertThat(answer.json().path("code").asText()).isEqualTo("FORBIDDEN");
            }
        }
        assertThat(done).isEqualTo(new TreeSet<>(MenuOperations.list()));
        assertThat(server.routes().stream().map(MenuTest::operation).collect(Collectors.toSet()))
                .containsAll(MenuOperations.list());
    }

    @Test
    void itHearsNoEvents() throws Exception {
        assertThat(byMenu("GET", "/events", "").status()).isEqualTo(403);
    }

    @Test
    void whatItIsRefusedIsWrittenDown() throws Exception {
        byMenu("POST", "/jobs", "{\"vm\": \"web 01\"}");
        assertThat(server.services.audited).anySatisfy(event -> {
            assertThat(event.who()).isEqualTo("console menu");
            assertThat(event.action()).isEqualTo("job.create");
            assertThat(event.result()).isEqualTo(Result.REFUSED);
        });
    }

    @ParameterizedTest
    @CsvSource({"admin, correct horse battery, 200", "admin, wrong, 422", "olga, correct horse battery, 422"})
    void onlyAnAdministratorLogsInAndNoSessionStays(String name, String password, int status) throws Exception {
        ApiServer.Answer answer =
                byMenu("POST", "/menu/login", "{\"name\": \"" + name + "\", \"password\": \"" + password + "\"}");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(server.services.accessed.contains("logout of " + name)).isEqualTo(!password.equals("wrong"));
    }

    @Test
    void aPasswordThatAnotherAdministratorChoseOpensNoMenu() throws Exception {
        server.services.startPasswords.add("anna");
        ApiServer.Answer answer =
                byMenu("POST", "/menu/login", "{\"name\": \"anna\", \"password\": \"correct horse battery\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("code").asText()).isEqualTo("OWN_PASSWORD_NEEDED");
        assertThat(answer.json().path("fix").asText()).contains("own password");
        assertThat(server.services.sessions).isEmpty();
        server.services.startPasswords.clear();
        assertThat(byMenu("POST", "/menu/login", "{\"name\": \"anna\", \"password\": \"correct horse battery\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.services.sessions).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 200", "false, 403"})
    void itTakesASupportBundleWithoutNamesAlone(boolean hideNames, int status) throws Exception {
        assertThat(byMenu("GET", "/logs/bundle?hideNames=" + hideNames, "").status())
                .isEqualTo(status);
        assertThat(server.services.audited.isEmpty()).isEqualTo(status != 200);
    }

    @Test
    void itHasItsOwnActionsWrittenDown() throws Exception {
        assertThat(byMenu(
                                "POST",
                                "/menu/actions",
                                "{\"action\": \"system.reboot\", \"target\": \"anna from fe80::1%em0\", \"result\": \"BEGUN\"}")
                        .status())
                .isEqualTo(204);
        assertThat(server.services.audited).singleElement().satisfies(event -> {
            assertThat(event.who()).isEqualTo("console menu");
            assertThat(event.action()).isEqualTo("system.reboot");
            assertThat(event.target()).isEqualTo("anna from fe80::1%em0");
            assertThat(event.result()).isEqualTo(Result.BEGUN);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "user.create, anna, DONE, $.action",
        "system.reboot, anna, REFUSED, $.result",
        "system.reboot, anna\\u001b[2J, DONE, $.target"
    })
    void itForgesNoOtherRecords(String action, String target, String result, String path) throws Exception {
        ApiServer.Answer answer = byMenu(
                "POST",
                "/menu/actions",
                "{\"action\": \"" + action + "\", \"target\": \"" + target + "\", \"result\": \"" + result + "\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().toString()).contains(path);
        assertThat(server.services.audited).isEmpty();
    }

    @Test
    void itSetsThePasswordAndIssuesACode() throws Exception {
        assertThat(byMenu("POST", "/menu/password", "{\"password\": \"x\"}").status())
                .isEqualTo(204);
        assertThat(server.services.accessed).containsExactly("password by console menu, ADMIN");
        ApiServer.Answer code = byMenu("POST", "/menu/one-time-code", "");
        assertThat(code.json().path("purpose").asText()).isEqualTo("LOGIN");
        assertThat(code.json().path("code").asText()).isEqualTo("ABCDE-FGHJK-MNPQR-STVWX");
        assertThat(code.json().path("expiresAt").asText()).isEqualTo("1970-01-01T00:15:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "/menu/login, {}",
        "/menu/password, '{\"password\": 1}'",
        "/menu/one-time-code, '{\"x\": 1}'",
        "/menu/actions, {}"
    })
    void wrongBodiesAreRefused(String path, String body) throws Exception {
        assertThat(byMenu("POST", path, body).status()).isEqualTo(400);
    }
}
