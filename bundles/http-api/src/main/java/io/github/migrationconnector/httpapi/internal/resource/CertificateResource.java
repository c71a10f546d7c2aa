package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.NewCertificate;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.CareViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.ArrayList;
import java.util.List;

/** The certificate of this very port. */
final class CertificateResource {
    private static final int LONGEST = 256 << 10;
    private static final int MOST_NAMES = 64;
    private static final int LONGEST_NAME = 260;
    private static final String NAMES = "names";

    private final Services services;

    CertificateResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/certificate", Role.VIEWER, this::show),
                new Route("POST", "/certificate/renewal", Role.ADMIN, this::renew),
                new Route("POST", "/certificate/request", Role.ADMIN, this::request),
                new Route("POST", "/certificate/installation", Role.ADMIN, this::install));
    }

    private ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(view(services.certificate().state()));
    }

    private ApiResponse renew(ApiRequest request) {
        return ApiResponse.ok(view(services.certificate().renew(request.actor(), request.flag("force"))));
    }

    private ApiResponse request(ApiRequest request) {
        ObjectNode body = request.body().isEmpty() ? Json.object() : Json.readObject(request.body());
        List<String> names = names(body.remove(NAMES));
        new ObjectReader(body).end();
        return ApiResponse.ok(
                Json.object().put("request", services.certificate().request(request.actor(), names)));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node == null) {
            return names;
        }
        if (!node.isArray() || node.size() > MOST_NAMES) {
            throw BadRequests.of("$." + NAMES, "is not a list of at most " + MOST_NAMES + " names");
        }
        for (JsonNode name : node) {
            if (!name.isTextual() || name.textValue().length() > LONGEST_NAME) {
                throw BadRequests.of("$." + NAMES + "[" + names.size() + "]", "is not a name");
            }
            names.add(name.textValue());
        }
        return names;
    }

    private ApiResponse install(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String chain = body.longText("chain", LONGEST);
        String file = body.longText("pkcs12", LONGEST);
        try (Secret key = Secret.of(body.longText("key", LONGEST));
                Secret pkcs12 = Secret.of(file);
                Secret passphrase = Secret.of(body.text("passphrase", ""))) {
            body.end();
            if (chain.isEmpty() == file.isEmpty()) {
                throw BadRequests.of("the body", "has not one of $.chain and $.pkcs12");
            }
            NewCertificate fresh = file.isEmpty()
                    ? new NewCertificate.Pem(chain, key, passphrase)
                    : new NewCertificate.Pkcs12(pkcs12, passphrase);
            return ApiResponse.ok(view(services.certificate().install(request.actor(), fresh)));
        }
    }

    private static ObjectNode view(CertificateState state) {
        ObjectNode node = Json.object().put("origin", state.origin().name());
        node.set("chain", Json.array(state.chain(), CareViews::certificate));
        node.set("hostNames", Json.array(state.hostNames(), JsonNodeFactory.instance::textNode));
        node.set("missingNames", Json.array(state.missingNames(), JsonNodeFactory.instance::textNode));
        return node.put("warning", state.warning())
                .put("request", state.request())
                .put("strictTransport", state.strictTransport());
    }
}
