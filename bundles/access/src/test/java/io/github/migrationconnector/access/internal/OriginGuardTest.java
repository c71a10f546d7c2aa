package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.WebRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {
    private static final String OWN = "connector.example:8443";
    private static final Map<String, String> OWN_PAGE = Map.of("Origin", "https://connector.example:8443");

    private List<String> machine = List.of();
    private final OriginGuard guard = new OriginGuard(
            new StubAccess(), new HostNames(List.of("connector.example", "Other.Example."), () -> machine));

    @Test
    void knowsTheMachineByTheNameThatItHasByNow() {
        WebRequest request = new WebRequest("GET", "/", "renamed.example:8443", name -> "");
        assertThat(verdict(request)).isEqualTo("HOST_UNKNOWN");
        machine = List.of("Renamed.Example");
        assertThat(verdict(request)).isEqualTo("passes");
    }

    @Test
    void letsAnybodyLook() {
        for (String path : List.of("/", "/login", "/system/console/bundles", "/api/v1/status", "/nowhere")) {
            assertThat(verdict("GET", path, Map.of("Origin", "https://evil.example")))
                    .isEqualTo("passes");
            assertThat(verdict("HEAD", path, Map.of())).isEqualTo("passes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8443",
                "connector.example.evil.example:8443",
                "evilconnector.example:443",
                ":8443",
                "0x7f.1:8443"
            })
    void refusesForeignHostNames(String authority) {
        assertThat(verdict(new WebRequest("GET", "/", authority, name -> ""))).isEqualTo("HOST_UNKNOWN");
        assertThat(verdict(new WebRequest(
                        "POST",
                        "/api/v1/jobs",
                        authority,
                        name -> name.equals("Authorization") ? "Bearer bearer" : "")))
                .as("whatever it proves")
                .isEqualTo("HOST_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECTOR.example:8443",
                "other.example:8443",
                "localhost:8443",
                "127.0.0.1:8443",
                "[::1]:8443",
                "192.0.2.7:443",
                "connector.example.:8443"
            })
    void knowsItsOwnNamesAndEveryAddress(String authority) {
        assertThat(verdict(new WebRequest("GET", "/", authority, name -> ""))).isEqualTo("passes");
    }

    @Test
    void letsChangesComeFromItsOwnPagesOnly() {
        String path = "/api/v1/jobs";
        assertThat(verdict("POST", path, OWN_PAGE)).isEqualTo("passes");
        assertThat(verdict("POST", path, Map.of("Sec-Fetch-Site", "same-origin")))
                .isEqualTo("passes");
        assertThat(verdict("POST", path, Map.of())).as("says nothing").isEqualTo("FOREIGN_ORIGIN");
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "http://connector.example:8443",
                "https://connector.example",
                "https://connector.example:8443.evil.example",
                "https://connector.example:84430",
                "https://evil.example/https://connector.example:8443")) {
            assertThat(verdict("POST", path, Map.of("Origin", origin)))
                    .as(origin)
                    .isEqualTo("FOREIGN_ORIGIN");
        }
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(verdict(
                            "POST", path, Map.of("Origin", "https://connector.example:8443", "Sec-Fetch-Site", site)))
                    .as(site)
                    .isEqualTo("FOREIGN_ORIGIN");
        }
    }

    @Test
    void knowsThatBrowsersLeaveOutTheUsualPort() {
        WebRequest usual = new WebRequest(
                "POST",
                "/login",
                "connector.example:443",
                name -> name.equals("Origin") ? "https://connector.example" : "");
        assertThat(verdict(usual)).isEqualTo("passes");
    }

    @Test
    void wantsTheSessionsTokenToo() {
        Map<String, String> withCookie =
                Map.of("Origin", "https://connector.example:8443", "Cookie", "__Host-connector-session=admin-session");
        assertThat(verdict("POST", "/api/v1/jobs", withCookie)).isEqualTo("CSRF_TOKEN_MISSING");
        assertThat(verdict("POST", "/logout", withCookie)).isEqualTo("CSRF_TOKEN_MISSING");
        assertThat(verdict("POST", "/api/v1/jobs", with(withCookie, "X-CSRF-Token", "guess")))
                .isEqualTo("CSRF_TOKEN_MISSING");
        assertThat(verdict("POST", "/api/v1/jobs", with(withCookie, "X-CSRF-Token", StubAccess.CSRF)))
                .isEqualTo("passes");
        assertThat(verdict(
                        "POST",
                        "/api/v1/jobs",
                        with(with(withCookie, "X-CSRF-Token", StubAccess.CSRF), "Origin", "https://evil.example")))
                .isEqualTo("FOREIGN_ORIGIN");
    }

    @Test
    void letsTheConnectorsOwnPagesSendTheirForms() {
        String page = "/system/console/connector-jobs/sms-job-1";
        assertThat(verdict("POST", page, OWN_PAGE)).isEqualTo("passes");
        assertThat(verdict("POST", "/welcome", OWN_PAGE)).isEqualTo("passes");
        assertThat(verdict("POST", page, Map.of("Origin", "https://evil.example")))
                .isEqualTo("FOREIGN_ORIGIN");
        assertThat(verdict("POST", page, Map.of("Authorization", "Bearer bearer")))
                .isEqualTo("FOREIGN_ORIGIN");
        for (String path : List.of("/../bundles", "/%2e%2e/bundles", "/..;/bundles", ";x/bundles", "/.x")) {
            assertThat(verdict("POST", "/system/console/connector-jobs" + path, OWN_PAGE))
                    .as(path)
                    .isEqualTo("CHANGE_NOT_ALLOWED");
        }
    }

    @Test
    void letsProgramsWithAHeaderOfTheirOwnThrough() {
        for (String authorization : List.of("Bearer bearer", "AWS4-HMAC-SHA256 Credential=x")) {
            Map<String, String> program = Map.of("Authorization", authorization);
            assertThat(verdict("POST", "/api/v1/jobs", program)).isEqualTo("passes");
            assertThat(verdict("DELETE", "/api/v1/jobs/sms-job-1", program)).isEqualTo("passes");
            assertThat(verdict("POST", "/sms", program)).isEqualTo("passes");
            assertThat(verdict("POST", "/sms/", program)).isEqualTo("passes");
            assertThat(verdict("POST", "/login", program)).isEqualTo("FOREIGN_ORIGIN");
            assertThat(verdict("POST", "/system/console/bundles", program)).isEqualTo("CHANGE_NOT_ALLOWED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/system/console/bundles",
                "/system/console/configMgr/x",
                "/system/console/vmstat",
                "/system/console/install",
                "//system/console/bundles",
                "/%73ystem/console/bundles",
                "/system%2Fconsole/bundles",
                "/system/console;x=/api/v1/jobs",
                "/api/v1/../../system/console/bundles",
                "/api/v1/%2e%2e/%2e%2e/system/console/bundles",
                "/api/v1/..;/..;/system/console/bundles",
                "/api/v1/jobs/..",
                "/api/v1/./jobs",
                "/api/v1//jobs",
                "/api/v1/jobs/",
                "/api/v1/jobs%00",
                "/api/v1/jobs;jsessionid=1",
                "/api/v1\\jobs",
                "/API/v1/jobs",
                "/api/v1",
                "/api/v12/jobs",
                "/login/",
                "/login;x",
                "//login",
                "/sms/x",
                "/smsx",
                "*",
                "https://connector.example:8443/system/console/bundles"
            })
    void refusesChangesEverywhereElseHoweverItIsWritten(String path) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            assertThat(verdict(method, path, with(OWN_PAGE, "Authorization", "Bearer bearer")))
                    .isEqualTo("CHANGE_NOT_ALLOWED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"post", "Get", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "", "GET POST", "JEFF"})
    void knowsNoOtherMethods(String method) {
        assertThat(verdict(method, "/api/v1/jobs", OWN_PAGE)).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(verdict(method, "/system/console/bundles", OWN_PAGE)).isEqualTo("METHOD_NOT_ALLOWED");
    }

    @Test
    void trustsNoCookieThatSomebodyAddedToOurs() {
        WebRequest two = request(
                "GET",
                "/",
                Map.of("Cookie", "__Host-connector-session=planted; __Host-connector-session=admin-session"));
        assertThat(two.sessionToken()).isEmpty();
        WebRequest one = request("GET", "/", Map.of("Cookie", "a=b; __Host-connector-session=admin-session; c=d"));
        assertThat(one.sessionToken().orElseThrow().<String>reveal(text -> text))
                .isEqualTo("admin-session");
        assertThat(request("GET", "/", Map.of("Cookie", "x__Host-connector-session=a"))
                        .sessionToken())
                .isEmpty();
    }

    private String verdict(String method, String path, Map<String, String> headers) {
        return verdict(request(method, path, headers));
    }

    private String verdict(WebRequest request) {
        return guard.refusal(request)
                .map(Refusal::problem)
                .map(problem -> problem.code())
                .orElse("passes");
    }

    private static WebRequest request(String method, String path, Map<String, String> headers) {
        return new WebRequest(method, path, OWN, name -> headers.getOrDefault(name, ""));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return more;
    }
}
