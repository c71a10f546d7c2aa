package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.api.trust.ServerTrust;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The connections as they were set up: places in the settings, secrets in the credential store. */
final class StoredConnections implements AwsConnection, VcenterConnection {
    static final String AWS_RECORD = "aws";
    static final String VCENTER_RECORD = "vcenter";
    static final String PROXY_RECORD = "proxy";

    /** The password that vCenter refused, and whose it was; kept like the password itself. */
    static final String REFUSED_RECORD = "vcenter-refused";

    /** All that is kept of the two sides. */
    static final List<String> RECORDS = List.of(AWS_RECORD, VCENTER_RECORD, PROXY_RECORD, REFUSED_RECORD);

    private static final String PASSWORD = "password";
    private static final String PROXY = "proxy.";
    private static final String ENDPOINT = "endpoint.";
    private static final String FIX = "Set the connector up: connector setup --file setup.json (docs/setup.md).";

    private final Settings settings;
    private final Supplier<CredentialStore> credentials;
    private final LoginGuard logins;

    StoredConnections(Settings settings, Supplier<CredentialStore> credentials, LoginGuard logins) {
        this.settings = settings;
        this.credentials = credentials;
        this.logins = logins;
    }

    @Override
    public AwsEndpoints endpoints() {
        Map<String, String> kept = settings.get(Settings.AWS);
        if (!kept.containsKey("region")) {
            throw awsNotSetUp();
        }
        Map<String, String> endpoints = new HashMap<>();
        kept.forEach((key, value) -> {
            // one that an earlier version kept, and that is not known any more, is left where it lies
            if (key.startsWith(ENDPOINT) && AwsSection.SERVICES.contains(key.substring(ENDPOINT.length()))) {
                endpoints.put(key.substring(ENDPOINT.length()), value);
            }
        });
        try {
            return new AwsEndpoints(kept.get("region"), endpoints, kept.getOrDefault("caBundle", ""), proxy(kept));
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
    public AwsRole role() {
        Map<String, String> kept = settings.get(Settings.AWS);
        try {
            return new AwsRole(kept.getOrDefault("roleArn", ""), kept.getOrDefault("externalId", ""));
        } catch (IllegalArgumentException wrong) {
            throw invalid(Settings.AWS, wrong);
        }
    }

    private ProxySettings proxy(Map<String, String> kept) {
        String host = kept.getOrDefault(PROXY + "host", "");
        if (host.isEmpty()) {
            return ProxySettings.NONE;
        }
        String user = kept.getOrDefault(PROXY + "user", "");
        Secret password = user.isEmpty()
                ? Secret.of("")
                : credentials
                        .get()
                        .get(PROXY_RECORD, "calls through the proxy")
                        .map(record -> field(record, PASSWORD))
                        .orElseGet(() -> Secret.of(""));
        return new ProxySettings(
                host,
                Integer.parseInt(kept.getOrDefault(PROXY + "port", "0")),
                user,
                password,
                List.of(kept.getOrDefault(PROXY + "exceptions", "").split(",")));
    }

    @Override
    public VcenterEndpoint endpoint() {
        Map<String, String> kept = settings.get(Settings.VCENTER);
        if (!kept.containsKey("url")) {
            throw vcenterNotSetUp();
        }
        try {
            String authority = kept.getOrDefault("authority", "");
            ServerTrust trust = authority.isEmpty()
                    ? new ServerTrust.Pinned(Fingerprints.normal(kept.getOrDefault("fingerprint", "")))
                    : new ServerTrust.Followed(authority);
            return new VcenterEndpoint(URI.create(kept.get("url")), kept.getOrDefault("user", ""), trust);
        } catch (IllegalArgumentException wrong) {
            throw invalid(Settings.VCENTER, wrong);
        }
    }

    @Override
    public Secret password() {
        Secret password = rawPassword();
        if (wasRefused(endpoint(), password)) {
            password.close();
            throw loginRefused();
        }
        return password;
    }

    /** The password, also one that was refused: for an administrator who asks to try it again. */
    Secret rawPassword() {
        return credentials
                .get()
                .get(VCENTER_RECORD, "logins to vCenter")
                .map(record -> field(record, PASSWORD))
                .orElseThrow(StoredConnections::vcenterNotSetUp);
    }

    @Override
    public void refused(VcenterEndpoint endpoint, Secret password) {
        logins.refused(endpoint);
        credentials.get().put(REFUSED_RECORD, refusedRecord(endpoint, password));
    }

    /** vCenter took the password after all. */
    void welcomed(VcenterEndpoint endpoint) {
        logins.welcomed(endpoint);
        credentials.get().remove(REFUSED_RECORD);
    }

    private boolean wasRefused(VcenterEndpoint endpoint, Secret password) {
        Map<String, Secret> now = refusedRecord(endpoint, password);
        return credentials
                .get()
                .get(REFUSED_RECORD, "no refused password is sent again")
                .filter(before -> now.entrySet().stream()
                        .allMatch(same -> field(before, same.getKey()).matches(same.getValue())))
                .isPresent();
    }

    private static Map<String, Secret> refusedRecord(VcenterEndpoint endpoint, Secret password) {
        return Map.of(
                "server",
                Secret.of(endpoint.server().toString()),
                "user",
                Secret.of(endpoint.user()),
                PASSWORD,
                Secret.ofUtf8(password.toUtf8()));
    }

    private ConnectorException loginRefused() {
        return new Problem(
                        "VCENTER_LOGIN_REFUSED",
                        "vCenter refused the password of " + endpoint().user()
                                + " before; it is not sent again, since accounts lock",
                        "Set the right password (connector setup), or have this one tried again: connector vcenter check.",
                        Retry.ON_RESUME)
                .asException();
    }

    static Map<String, String> settingsOf(AwsEndpoints aws, AwsRole role) {
        Map<String, String> settings = new HashMap<>(Map.of("region", aws.region()));
        aws.endpoints().forEach((service, url) -> settings.put(ENDPOINT + service, url));
        if (!aws.caBundle().isEmpty()) {
            settings.put("caBundle", aws.caBundle());
        }
        if (!role.isNone()) {
            settings.put("roleArn", role.arn());
        }
        if (!role.externalId().isEmpty()) {
            settings.put("externalId", role.externalId());
        }
        ProxySettings proxy = aws.proxy();
        if (!proxy.isNone()) {
            settings.put(PROXY + "host", proxy.host());
            settings.put(PROXY + "port", Integer.toString(proxy.port()));
            settings.put(PROXY + "user", proxy.user());
            settings.put(PROXY + "exceptions", String.join(",", proxy.exceptions()));
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
        Map<String, String> settings = new HashMap<>(trustSettings(vcenter.trust()));
        settings.put("url", vcenter.sdk().toString());
        settings.put("user", vcenter.user());
        return settings;
    }

    private static Map<String, String> trustSettings(ServerTrust trust) {
        return trust instanceof ServerTrust.Followed authority
                ? Map.of("authority", authority.certificate())
                : Map.of("fingerprint", ((ServerTrust.Pinned) trust).sha256());
    }

    static Map<String, Secret> recordOf(Secret vcenterPassword) {
        return Map.of(PASSWORD, vcenterPassword);
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
