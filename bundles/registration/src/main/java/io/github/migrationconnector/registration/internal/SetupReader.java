package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.registration.internal.SetupDocument.AwsSide;
import io.github.migrationconnector.registration.internal.SetupDocument.VcenterSide;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a setup.json as docs/setup.md describes it, strictly. */
final class SetupReader {
    private static final int LARGEST_BYTES = 1 << 18;
    private static final int DEEPEST = 8;

    private static final TextRule NAME =
            TextRule.of("SETUP_NAME_UNFIT", "\\S(.{0,62}\\S)?", "Write a name of at most 64 characters.");

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
        return object(text, "$", findings).flatMap(tree -> read(new JsonSection(tree, "$", findings), findings));
    }

    /** A JSON object; empty, with a finding at the path, when the text is none. */
    Optional<ObjectNode> object(Secret text, String path, Findings findings) {
        byte[] bytes = text.toUtf8();
        try {
            if (json.readTree(bytes) instanceof ObjectNode object) {
                return Optional.of(object);
            }
            findings.add(path, "SETUP_NO_OBJECT", "It is no object.", "Write an object {…}, as docs/setup.md shows.");
        } catch (JsonProcessingException failure) {
            // the parser's own message would quote the document, which holds secrets
            String place = failure.getLocation() == null
                    ? ""
                    : " (line " + failure.getLocation().getLineNr() + ", column "
                            + failure.getLocation().getColumnNr() + ")";
            findings.add(
                    path,
                    "SETUP_NOT_JSON",
                    "It is not JSON, or has a field twice" + place + ".",
                    "Compare with docs/setup.md.");
        } catch (IOException failure) {
            throw new IllegalStateException("read from memory", failure);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        return Optional.empty();
    }

    private static Optional<SetupDocument> read(JsonSection document, Findings findings) {
        document.knowsOnly(
                "connector", "administrator", "network", "preferences", "proxy", "aws", "vcenter", "licence");
        String name = document.has("connector") ? name(document.section("connector")) : "";
        Secret password =
                document.has("administrator") ? password(document.section("administrator"), findings) : Secret.of("");
        if (document.has("network")) {
            network(document.section("network"), findings);
        }
        Map<String, String> preferences =
                document.has("preferences") ? preferences(document.section("preferences")) : Map.of();
        ProxySettings proxy = AwsSection.proxy(document, findings);
        Optional<AwsSide> aws = AwsSection.read(document.section("aws"), proxy, findings);
        Optional<VcenterSide> vcenter = VcenterSection.read(document.section("vcenter"), findings);
        licence(document.section("licence"), findings);
        return findings.any() || aws.isEmpty() || vcenter.isEmpty()
                ? Optional.empty()
                : Optional.of(new SetupDocument(
                        new SetupDocument.Own(name, password, preferences), aws.get(), vcenter.get()));
    }

    static String name(JsonSection connector) {
        connector.knowsOnly("name");
        return connector.setting("name", NAME);
    }

    static void licence(JsonSection licence, Findings findings) {
        licence.knowsOnly("accepted");
        if (!licence.absent() && !licence.isTrue("accepted")) {
            findings.add(
                    licence.pathOf("accepted"),
                    "SETUP_LICENCE_NOT_ACCEPTED",
                    "The licence is not accepted.",
                    "Read LICENSE (Apache-2.0), then write true.");
        }
    }

    static void network(JsonSection network, Findings findings) {
        network.knowsOnly("seen");
        if (!network.isTrue("seen")) {
            findings.add(
                    network.pathOf("seen"),
                    "SETUP_NETWORK_NOT_SEEN",
                    "The network's settings were not looked at.",
                    "Look at them, change what is wrong, then write true.");
        }
    }

    static Map<String, String> preferences(JsonSection section) {
        section.knowsOnly(SetupChanges.UPLOAD_LOGS, SetupChanges.AUTO_UPGRADE);
        Map<String, String> chosen = new TreeMap<>();
        for (String name : List.of(SetupChanges.UPLOAD_LOGS, SetupChanges.AUTO_UPGRADE)) {
            section.optionalChoice(name, "Write true or false, or leave the field out.")
                    .ifPresent(choice -> chosen.put(name, choice.toString()));
        }
        return chosen;
    }

    static Secret password(JsonSection administrator, Findings findings) {
        administrator.knowsOnly("password", "passwordFile");
        if (administrator.has("password") == administrator.has("passwordFile")) {
            findings.add(
                    administrator.pathOf("password"),
                    "SETUP_PASSWORD_NOT_ONE",
                    "Either password or passwordFile is wanted.",
                    "Write one of them, or leave the section out.");
            return Secret.of("");
        }
        if (administrator.has("password")) {
            return administrator.secret("password", VcenterSection.PASSWORD);
        }
        String file = administrator.text("passwordFile", OwnFiles.RULE);
        return file.isEmpty() ? Secret.of("") : OwnFiles.line(file, administrator.pathOf("passwordFile"), findings);
    }
}
