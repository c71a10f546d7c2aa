package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The connections as they were set up: places in the settings, secrets in the credential store. */
final class StoredConnections implements AwsConnection, VcenterConnection {
    static final String AWS_RECORD = "aws";
    static final String VCENTER_RECORD = "vcenter";
    private static final String ENDPOINT = "endpoint.";
    private static final String FIX = "Set the connector up: connector setup --file setup.json (docs/setup.md).";

    private final Settings settings;
    private final Supplier<CredentialStore> credentials;

    StoredConnections(Settings settings, Supplier<CredentialStore> credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    @Override
    public AwsEndpoints endpoints() {
        Map<String, String> kept = settings.get(Settings.AWS);
        if (!kept.containsKey("region")) {
            throw awsNotSetUp();
        }
        Map<String, String> endpoints = new HashMap<>();
        kept.forEach((key, value) -> {
            if (key.startsWith(ENDPOINT)) {
                endpoints.put(key.substring(ENDPOINT.length()), value);
            }
        });
        try {
            return new AwsEndpoints(kept.get("region"), endpoints, kept.getOrDefault("caBundle", ""));
        } catch (IllegalArgumentException wrong) {
            throw invalid(Settings.AWS, wrong);
        }
    }

    @Override
    public AwsKeys keys() {
        Map<String, Secret> record =
                credentials.get().get(AWS_RECORD, "calls to AWS").orElseThrow(StoredConnections::awsNotSetUp);
        try (Secret accessKeyId = field(record, "accessKeyId")) {
            return new AwsKeys(
                    accessKeyId.reveal(id -> id), field(record, "secretAccessKey"), field(record, "sessionToken"));
        }
    }

    @Override
    public VcenterEndpoint endpoint() {
        Map<String, String> kept = settings.get(Settings.VCENTER);
        if (!kept.containsKey("url")) {
            throw vcenterNotSetUp();
        }
        try {
            return new VcenterEndpoint(
                    URI.create(kept.get("url")),
                    kept.getOrDefault("user", ""),
                    VcenterEndpoint.normalFingerprint(kept.getOrDefault("fingerprint", "")));
        } catch (IllegalArgumentException wrong) {
            throw invalid(Settings.VCENTER, wrong);
        }
    }

    @Override
    public Secret password() {
        return credentials
                .get()
                .get(VCENTER_RECORD, "logins to vCenter")
                .map(record -> field(record, "password"))
                .orElseThrow(StoredConnections::vcenterNotSetUp);
    }

    static Map<String, String> settingsOf(AwsEndpoints aws) {
        Map<String, String> settings = new HashMap<>(Map.of("region", aws.region()));
        aws.endpoints().forEach((service, url) -> settings.put(ENDPOINT + service, url));
        if (!aws.caBundle().isEmpty()) {
            settings.put("caBundle", aws.caBundle());
        }
        return settings;
    }

    static Map<String, Secret> recordOf(AwsKeys keys) {
        return Map.of(
                "accessKeyId",
                Secret.of(keys.accessKeyId()),
                "secretAccessKey",
                keys.secretAccessKey(),
                "sessionToken",
                keys.sessionToken());
    }

    static Map<String, String> settingsOf(VcenterEndpoint vcenter) {
        return Map.of("url", vcenter.sdk().toString(), "user", vcenter.user(), "fingerprint", vcenter.fingerprint());
    }

    static Map<String, Secret> recordOf(Secret vcenterPassword) {
        return Map.of("password", vcenterPassword);
    }

    private static Secret field(Map<String, Secret> record, String name) {
        return Optional.ofNullable(record.get(name)).orElseGet(() -> Secret.of(""));
    }

    private static ConnectorException awsNotSetUp() {
        return Problem.fatal("AWS_NOT_SET_UP", "The connection to AWS is not set up.", FIX)
                .asException();
    }

    private static ConnectorException vcenterNotSetUp() {
        return Problem.fatal("VCENTER_NOT_SET_UP", "The connection to vCenter is not set up.", FIX)
                .asException();
    }

    private static ConnectorException invalid(String pid, IllegalArgumentException wrong) {
        return Problem.fatal("SETTINGS_INVALID", "The file " + pid + ".cfg is wrong: " + wrong.getMessage() + ".", FIX)
                .asException(wrong);
    }
}
