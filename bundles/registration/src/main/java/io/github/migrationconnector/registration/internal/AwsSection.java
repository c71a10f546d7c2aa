package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.registration.internal.SetupDocument.AwsSide;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code aws}. */
final class AwsSection {
    static final Set<String> SERVICES = Set.of("ebs", "ec2", "s3", "sns", "sts");
    private static final String EXTERNAL_ID = "externalId";

    private static final TextRule REGION =
            TextRule.of("SETUP_REGION_UNFIT", "[a-z0-9-]{1,40}", "Write a region such as eu-central-1.");
    private static final TextRule KEY_ID = TextRule.of(
            "SETUP_ACCESS_KEY_UNFIT",
            "[A-Za-z0-9]{16,128}",
            "Write the access key id: 20 letters and digits, such as AKIA….");
    private static final TextRule SECRET_KEY =
            TextRule.of("SETUP_SECRET_KEY_UNFIT", "[!-~]{16,512}", "Write the secret access key: 40 characters.");
    private static final TextRule TOKEN = TextRule.of(
            "SETUP_SESSION_TOKEN_UNFIT", "[!-~]{16,8192}", "Write the session token, or leave the field out.");
    private static final TextRule ENDPOINT = TextRule.of(
            "SETUP_ENDPOINT_UNFIT",
            "https://[^/?#@]+/?|http://(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?/?",
            "Write https://HOST or https://HOST:PORT; http only for this very machine.");
    private static final TextRule ROLE = TextRule.of(
            "SETUP_ROLE_UNFIT",
            "arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}",
            "Write the role's ARN: arn:aws:iam::ACCOUNT:role/NAME, or leave the field out.");
    private static final TextRule EXTERNAL = TextRule.of(
            "SETUP_EXTERNAL_ID_UNFIT",
            "[A-Za-z0-9_+=,.@:/-]{2,1224}",
            "Write the external id that the role's trust policy asks for.");

    private AwsSection() {}

    /** Empty when there are findings; the proxy was read from a section of its own. */
    static Optional<AwsSide> read(JsonSection aws, ProxySettings proxy, Findings findings) {
        int before = findings.count();
        aws.knowsOnly(
                "region",
                "accessKeyId",
                "secretAccessKey",
                "sessionToken",
                "endpoints",
                "caBundle",
                "roleArn",
                EXTERNAL_ID);
        String region = aws.setting("region", REGION);
        AwsKeys keys = new AwsKeys(
                aws.text("accessKeyId", KEY_ID),
                aws.secret("secretAccessKey", SECRET_KEY),
                aws.optionalSecret("sessionToken", TOKEN));
        Map<String, String> endpoints = aws.optionalSettings("endpoints", SERVICES, ENDPOINT);
        String caBundle = aws.optionalSetting("caBundle", OwnFiles.RULE);
        if (!caBundle.isEmpty()) {
            OwnFiles.checkCertificates(caBundle, aws.pathOf("caBundle"), findings);
        }
        String role = aws.optionalSetting("roleArn", ROLE);
        String externalId = aws.optionalSetting(EXTERNAL_ID, EXTERNAL);
        if (aws.has(EXTERNAL_ID) && !aws.has("roleArn")) {
            findings.add(
                    aws.pathOf(EXTERNAL_ID),
                    "SETUP_ROLE_MISSING",
                    "There is no role that it could be for.",
                    "Write roleArn beside it, or leave the field out.");
        }
        return aws.absent() || findings.count() > before
                ? Optional.empty()
                : Optional.of(new AwsSide(
                        new AwsEndpoints(region, endpoints, caBundle, proxy), keys, new AwsRole(role, externalId)));
    }

    /** Reads the section {@code proxy}; {@link ProxySettings#NONE} when it is left out or wrong. */
    static ProxySettings proxy(JsonSection document, Findings findings) {
        if (!document.has("proxy")) {
            return ProxySettings.NONE;
        }
        int before = findings.count();
        JsonSection proxy = document.section("proxy");
        proxy.knowsOnly("host", "port", "user", "password", "exceptions");
        String host = proxy.setting(
                "host",
                TextRule.of(
                        "SETUP_PROXY_HOST_UNFIT",
                        "[A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]",
                        "Write the proxy's host name or address, without http:// and port; a proxy that is itself asked by"
                                + " TLS (https://) can't be used."));
        int port = proxy.number("port", "SETUP_PROXY_PORT_UNFIT", 1, 65_535);
        String user = proxy.optionalSetting(
                "user",
                TextRule.of(
                        "SETUP_PROXY_USER_UNFIT",
                        "[^:]{1,128}",
                        "Write the login name, without a colon, or leave the field out."));
        List<String> exceptions = proxy.optionalTexts(
                "exceptions",
                TextRule.of(
                        "SETUP_PROXY_EXCEPTIONS_UNFIT",
                        "[A-Za-z0-9_.*:/\\[\\]-]{1,253}",
                        "Write host names, .domain, addresses or networks such as 10.0.0.0/8."));
        if (proxy.has("password") && !proxy.has("user")) {
            findings.add(
                    proxy.pathOf("password"),
                    "SETUP_PROXY_USER_MISSING",
                    "There is no user that it could be of.",
                    "Write user beside it.");
        }
        Secret password = proxy.optionalSecret(
                "password",
                TextRule.of("SETUP_PROXY_PASSWORD_UNFIT", ".+", "Write the password, or leave the field out."));
        return findings.count() > before
                ? ProxySettings.NONE
                : new ProxySettings(host, port, user, password, exceptions);
    }
}
