package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.registration.internal.SetupDocument.AwsSide;
import io.github.migrationconnector.registration.internal.SetupDocument.VcenterSide;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a setup.json as docs/setup.md describes it, strictly. */
final class SetupReader {
    private static final int LARGEST_BYTES = 1 << 18;
    private static final int DEEPEST = 8;
    private static final Set<String> SERVICES = Set.of("ebs", "ec2", "iam", "s3", "sts");

    private static final TextRule NAME = TextRule.of("\\S(.{0,62}\\S)?", "Write a name of at most 64 characters.");
    private static final TextRule PASSWORD = TextRule.of(".+", "Write the password.");
    private static final TextRule REGION = TextRule.of("[a-z0-9-]{1,40}", "Write a region such as eu-central-1.");
    private static final TextRule KEY_ID =
            TextRule.of("[A-Za-z0-9]{16,128}", "Write the access key id: 20 letters and digits, such as AKIA….");
    private static final TextRule SECRET_KEY =
            TextRule.of("[!-~]{16,512}", "Write the secret access key: 40 characters.");
    private static final TextRule TOKEN =
            TextRule.of("[!-~]{16,8192}", "Write the session token, or leave the field out.");
    private static final TextRule ENDPOINT = TextRule.of(
            "https://[^/?#@]+/?|http://(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?/?",
            "Write https://HOST or https://HOST:PORT; http only for this very machine.");
    private static final TextRule FILE =
            TextRule.of("/.+", "Write the absolute path of a file that the connector may read.");
    private static final TextRule VCENTER = TextRule.of(
            "https://[^/?#@]+(/|/sdk/?)?", "Write https://HOST or https://HOST:PORT, without a user in it.");
    private static final TextRule USER = TextRule.of("\\S(.{0,126}\\S)?", "Write the login name.");
    private static final TextRule FINGERPRINT = TextRule.of(
            "\\s*([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}\\s*",
            "Write the SHA-256 fingerprint of vCenter's certificate: 64 hex digits, with or without colons.");

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxDocumentLength(LARGEST_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The document; empty when there are findings. */
    Optional<SetupDocument> read(Secret text, Findings findings) {
        byte[] bytes = text.toUtf8();
        try {
            JsonNode tree = json.readTree(bytes);
            if (!tree.isObject()) {
                findings.add("$", "It is no object.", "Write an object {…}, as docs/setup.md shows.");
                return Optional.empty();
            }
            return read(new JsonSection(tree, "$", findings), findings);
        } catch (JsonProcessingException failure) {
            // the parser's own message would quote the document, which holds secrets
            String place = failure.getLocation() == null
                    ? ""
                    : " (line " + failure.getLocation().getLineNr() + ", column "
                            + failure.getLocation().getColumnNr() + ")";
            findings.add("$", "It is not JSON, or has a field twice" + place + ".", "Compare with docs/setup.md.");
            return Optional.empty();
        } catch (IOException failure) {
            throw new IllegalStateException("read from memory", failure);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Optional<SetupDocument> read(JsonSection document, Findings findings) {
        document.knowsOnly("connector", "administrator", "aws", "vcenter", "licence");
        String name = "";
        if (document.has("connector")) {
            JsonSection connector = document.section("connector");
            connector.knowsOnly("name");
            name = connector.setting("name", NAME);
        }
        Secret password =
                document.has("administrator") ? password(document.section("administrator"), findings) : Secret.of("");
        Optional<AwsSide> aws = aws(document.section("aws"), findings);
        Optional<VcenterSide> vcenter = vcenter(document.section("vcenter"), findings);
        JsonSection licence = document.section("licence");
        licence.knowsOnly("accepted");
        if (!licence.isTrue("accepted")) {
            findings.add(
                    licence.pathOf("accepted"),
                    "The licence is not accepted.",
                    "Read LICENSE (Apache-2.0), then write true.");
        }
        return findings.any() || aws.isEmpty() || vcenter.isEmpty()
                ? Optional.empty()
                : Optional.of(new SetupDocument(name, password, aws.get(), vcenter.get()));
    }

    private static Secret password(JsonSection administrator, Findings findings) {
        administrator.knowsOnly("password", "passwordFile");
        if (administrator.has("password") == administrator.has("passwordFile")) {
            findings.add(
                    administrator.pathOf("password"),
                    "Either password or passwordFile is wanted.",
                    "Write one of them, or leave the section out.");
            return Secret.of("");
        }
        if (administrator.has("password")) {
            return administrator.secret("password", PASSWORD);
        }
        String file = administrator.text("passwordFile", FILE);
        return file.isEmpty() ? Secret.of("") : OwnFiles.line(file, administrator.pathOf("passwordFile"), findings);
    }

    private static Optional<AwsSide> aws(JsonSection aws, Findings findings) {
        aws.knowsOnly("region", "accessKeyId", "secretAccessKey", "sessionToken", "endpoints", "caBundle");
        String region = aws.setting("region", REGION);
        AwsKeys keys = new AwsKeys(
                aws.text("accessKeyId", KEY_ID),
                aws.secret("secretAccessKey", SECRET_KEY),
                aws.optionalSecret("sessionToken", TOKEN));
        Map<String, String> endpoints = aws.optionalSettings("endpoints", SERVICES, ENDPOINT);
        String caBundle = aws.optionalSetting("caBundle", FILE);
        if (!caBundle.isEmpty()) {
            OwnFiles.checkCertificates(caBundle, aws.pathOf("caBundle"), findings);
        }
        return findings.any()
                ? Optional.empty()
                : Optional.of(new AwsSide(new AwsEndpoints(region, endpoints, caBundle), keys));
    }

    private static Optional<VcenterSide> vcenter(JsonSection vcenter, Findings findings) {
        vcenter.knowsOnly("url", "user", "password", "fingerprint");
        String url = vcenter.setting("url", VCENTER);
        String user = vcenter.setting("user", USER);
        Secret password = vcenter.secret("password", PASSWORD);
        String fingerprint = vcenter.setting("fingerprint", FINGERPRINT);
        if (findings.any()) {
            return Optional.empty();
        }
        try {
            URI sdk = URI.create(url.replaceFirst("(?<=[^/])/(sdk/?)?$", "") + "/sdk");
            return Optional.of(new VcenterSide(
                    new VcenterEndpoint(sdk, user, VcenterEndpoint.normalFingerprint(fingerprint)), password));
        } catch (IllegalArgumentException notAnAddress) {
            findings.add(vcenter.pathOf("url"), "It is no address.", VCENTER.fix());
            return Optional.empty();
        }
    }
}
