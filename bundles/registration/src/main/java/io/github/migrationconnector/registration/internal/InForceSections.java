package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.trust.ServerTrust;
import java.util.Map;

/** Writes what is in force as the sections of a document, for a set-up that changes only some of them. */
final class InForceSections {
    private final StoredConnections connections;

    InForceSections(StoredConnections connections) {
        this.connections = connections;
    }

    void aws(ObjectNode document) {
        AwsEndpoints endpoints = connections.endpoints();
        AwsRole role = connections.role();
        AwsKeys keys = connections.keys();
        ObjectNode aws =
                document.putObject("aws").put("region", endpoints.region()).put("accessKeyId", keys.accessKeyId());
        secret(aws, "secretAccessKey", keys.secretAccessKey());
        secret(aws, "sessionToken", keys.sessionToken());
        text(aws, "caBundle", endpoints.caBundle());
        text(aws, "roleArn", role.arn());
        text(aws, "externalId", role.externalId());
        ObjectNode services = aws.putObject("endpoints");
        endpoints.endpoints().forEach(services::put);
    }

    /** Without what lies in the credential store: nothing is read from there to show a form. */
    Map<String, String> awsTexts() {
        AwsEndpoints endpoints = connections.endpoints();
        wipe(endpoints.proxy());
        ObjectNode aws = JsonNodeFactory.instance.objectNode().put("region", endpoints.region());
        text(aws, "caBundle", endpoints.caBundle());
        text(aws, "roleArn", connections.role().arn());
        text(aws, "externalId", connections.role().externalId());
        if (!endpoints.endpoints().isEmpty()) {
            ObjectNode services = aws.putObject("endpoints");
            endpoints.endpoints().forEach(services::put);
        }
        return Drafts.texts(aws);
    }

    /** The proxy, without its password; empty when there is none. */
    Map<String, String> networkTexts() {
        ProxySettings proxy = connections.endpoints().proxy();
        if (proxy.isNone()) {
            return Map.of();
        }
        wipe(proxy);
        ObjectNode network = JsonNodeFactory.instance.objectNode();
        ObjectNode section =
                network.putObject("proxy").put("host", proxy.host()).put("port", proxy.port());
        text(section, "user", proxy.user());
        proxy.exceptions().forEach(section.putArray("exceptions")::add);
        return Drafts.texts(network);
    }

    /** Without the password. */
    Map<String, String> vcenterTexts() {
        VcenterEndpoint endpoint = connections.endpoint();
        return Map.of("host", endpoint.server().toString(), "user", endpoint.user());
    }

    void proxy(ObjectNode document) {
        ProxySettings proxy = connections.endpoints().proxy();
        if (!proxy.isNone()) {
            ObjectNode section =
                    document.putObject("proxy").put("host", proxy.host()).put("port", proxy.port());
            text(section, "user", proxy.user());
            secret(section, "password", proxy.password());
            proxy.exceptions().forEach(section.putArray("exceptions")::add);
        }
    }

    void vcenter(ObjectNode document) {
        VcenterEndpoint endpoint = connections.endpoint();
        ObjectNode vcenter = document.putObject("vcenter")
                .put("host", endpoint.server().toString())
                .put("user", endpoint.user());
        secret(vcenter, "password", connections.rawPassword());
        if (endpoint.trust() instanceof ServerTrust.Pinned pin) {
            vcenter.put("fingerprint", pin.sha256());
        } else if (endpoint.trust() instanceof ServerTrust.Followed authority) {
            vcenter.put("authority", TrustWords.pem(authority));
        }
    }

    /** {@link ProxySettings#NONE} is everybody's. */
    private static void wipe(ProxySettings proxy) {
        if (!proxy.isNone()) {
            proxy.password().close();
        }
    }

    private static void text(ObjectNode section, String field, String text) {
        if (!text.isEmpty()) {
            section.put(field, text);
        }
    }

    private static void secret(ObjectNode section, String field, Secret secret) {
        try (secret) {
            if (!secret.isEmpty()) {
                section.put(field, secret.<String>reveal(text -> text));
            }
        }
    }
}
