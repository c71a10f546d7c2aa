package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.IssuedCode;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the menu on the machine's console needs beside what is there for everybody. */
final class MenuResource {
    private static final String PASSWORD = "password";

    /** What the menu does by the privileged program, or with the terminal: the daemon has no part in it. */
    private static final Set<String> ACTIONS = Set.of(
            "system.restart-daemon",
            "system.reboot",
            "system.power-off",
            "system.factory-reset",
            "ssh.on",
            "ssh.off",
            "ssh.add-key",
            "ssh.remove-key",
            "shell.on",
            "shell.off",
            "shell.open");

    private static final Set<Result> RESULTS = Set.of(Result.BEGUN, Result.DONE, Result.FAILED);

    /** Letters of names of users and addresses, a zone (fe80::1%em0) too; nothing that a terminal would obey. */
    private static final Pattern TARGET = Pattern.compile("[\\p{L}\\p{N} .,:;@_+=/%()-]{0,160}");

    private final Services services;

    MenuResource(Services services) {
        this.services = services;
    }

    /** Access writes the first three down by itself; the last one is nothing but that. */
    List<Route> routes() {
        return List.of(
                new Route("POST", "/menu/login", Role.ADMIN, this::login),
                new Route("POST", "/menu/password", Role.ADMIN, this::setPassword),
                new Route("POST", "/menu/one-time-code", Role.ADMIN, this::oneTimeCode),
                new Route("POST", "/menu/actions", Role.ADMIN, this::writeDown));
    }

    /** Whether somebody is an administrator who is at the menu from afar. The menu keeps the login; no session stays. */
    private ApiResponse login(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String name = body.text("name");
        try (Secret password = Secret.of(body.text(PASSWORD))) {
            body.end();
            Access access = services.access();
            Principal principal = access.login(name, password, request.actor().address())
                    .map(session -> ended(access, session))
                    .filter(user -> user.role().includes(Role.ADMIN))
                    .orElseThrow(() -> Problem.fatal(
                                    "LOGIN_REFUSED",
                                    "Name or password is wrong, or the user is no administrator.",
                                    "Type them again; at the machine's own console the password can be reset.")
                            .asException());
            return ApiResponse.ok(Json.object().put("name", principal.name()));
        }
    }

    /** A password that another administrator chose has begun a session that opens nothing but the choice of an own one. */
    private static Principal ended(Access access, Session session) {
        boolean own = access.session(session.token()).isPresent();
        access.logout(session.token());
        if (!own) {
            throw Problem.fatal(
                            "OWN_PASSWORD_NEEDED",
                            "Another administrator chose this password, and it opens nothing but the choice of another.",
                            "Log in at the connector's pages and choose your own password, then log in here by it.")
                    .asException();
        }
        return session.principal();
    }

    private ApiResponse setPassword(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        try (Secret password = Secret.of(body.text(PASSWORD))) {
            body.end();
            services.access().setPassword(request.principal(), password);
        }
        return ApiResponse.noContent();
    }

    /** The only answer that holds a code. */
    private ApiResponse oneTimeCode(ApiRequest request) {
        new ObjectReader(request.body().isEmpty() ? Json.object() : Json.readObject(request.body())).end();
        IssuedCode issued = services.oneTimeCodes().issue(request.actor());
        ObjectNode node = Json.object().put("purpose", issued.purpose().name());
        issued.code().<ObjectNode>reveal(code -> node.put("code", code));
        issued.code().close();
        node.set("expiresAt", Json.time(issued.expiresAt().equals(Instant.MAX) ? Instant.EPOCH : issued.expiresAt()));
        return ApiResponse.ok(node);
    }

    /** Into the audit trail, as whose doing it is: the menu's, whatever person it names. */
    private ApiResponse writeDown(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String action = body.text("action");
        String target = body.text("target", "");
        Result result = body.name("result", Result.class);
        body.end();
        if (!ACTIONS.contains(action)) {
            throw BadRequests.of("$.action", "is none of the menu's own");
        }
        if (!RESULTS.contains(result)) {
            throw BadRequests.of("$.result", "is none of BEGUN, DONE, FAILED");
        }
        if (!TARGET.matcher(target).matches()) {
            throw BadRequests.of("$.target", "is longer than 160 characters, or holds others than those of names");
        }
        services.audit().append(AuditEvent.of(request.actor(), action, target, result));
        return ApiResponse.noContent();
    }
}
