package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IamCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path POLICY = Path.of("../../config/iam/connector-policy.json");
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:migrations";
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int iam(String line) {
        out.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return new Program(terminal).run(("iam " + line).split(" "));
    }

    private JsonNode printed(String line) throws Exception {
        assertThat(iam(line)).isZero();
        return JSON.readTree(out.toByteArray());
    }

    @Test
    void theKeysStatementsComeOnTop() throws Exception {
        JsonNode shipped = JSON.readTree(POLICY.toFile());
        assertThat(printed("policy")).isEqualTo(shipped);
        JsonNode withKey = printed("policy --kms-key " + KEY);
        int statements = shipped.path("Statement").size();
        assertThat(withKey.path("Statement").size()).isEqualTo(statements + 2);
        assertThat(withKey.at("/Statement/" + statements + "/Resource").asText())
                .isEqualTo(KEY);
        assertThat(withKey.at("/Statement/" + (statements + 1) + "/Action").asText())
                .isEqualTo("kms:CreateGrant");
    }

    @Test
    void theLogBucketsStatementsNameItAlone() throws Exception {
        int shipped = printed("policy").path("Statement").size();
        JsonNode some = printed("policy --log-bucket my-logs").path("Statement");
        assertThat(some.size()).isEqualTo(shipped + 3);
        JsonNode more = printed("policy --log-bucket connector-logs-* --make-log-bucket")
                .path("Statement");
        assertThat(more.size()).isEqualTo(shipped + 4);
        for (int i = shipped; i < more.size(); i++) {
            assertThat(more.get(i).path("Resource").asText()).startsWith("arn:aws:s3:::connector-logs-*");
        }
        assertThat(some.toString()).doesNotContain("CreateBucket");
        assertThat(more.toString()).contains("s3:CreateBucket", "s3:PutLifecycleConfiguration");
        assertThat(iam("policy --make-log-bucket")).isEqualTo(1);
    }

    @Test
    void theTopicsStatementsNameItAndItsKeyAlone() throws Exception {
        int shipped = printed("policy").path("Statement").size();
        JsonNode plain = printed("policy --sns-topic " + TOPIC).path("Statement");
        assertThat(plain.size()).isEqualTo(shipped + 1);
        assertThat(plain.get(shipped).path("Action").toString()).isEqualTo("[\"sns:Publish\"]");
        assertThat(plain.get(shipped).path("Resource").asText()).isEqualTo(TOPIC);
        JsonNode encrypted =
                printed("policy --sns-topic " + TOPIC + " --sns-key " + KEY).path("Statement");
        assertThat(encrypted.size()).isEqualTo(shipped + 2);
        assertThat(encrypted.get(shipped + 1).path("Resource").asText()).isEqualTo(KEY);
        assertThat(encrypted
                        .get(shipped + 1)
                        .at("/Condition/StringEquals/kms:ViaService")
                        .asText())
                .isEqualTo("sns.eu-central-1.amazonaws.com");
        assertThat(iam("policy --sns-key " + KEY)).isEqualTo(1);
    }

    @Test
    void everyStatementSaysWhatItIsForAndNoneAllowsAll() throws Exception {
        Set<String> names = new HashSet<>();
        for (JsonNode statement : printed("policy --kms-key " + KEY
                        + " --log-bucket my-logs --make-log-bucket --sns-topic " + TOPIC + " --sns-key " + KEY)
                .path("Statement")) {
            assertThat(statement.path("Sid").asText()).matches("[A-Za-z0-9]{10,}");
            assertThat(names.add(statement.path("Sid").asText())).isTrue();
            assertThat(statement.path("Action").toString())
                    .doesNotContain("\"*\"")
                    .doesNotContain(":*\"");
        }
    }

    @Test
    void theRoleTrustsTheUserWithTheExternalId() throws Exception {
        JsonNode trust = printed("role --account 123456789012").at("/Statement/0");
        assertThat(trust.at("/Principal/AWS").asText()).isEqualTo("arn:aws:iam::123456789012:user/connector");
        assertThat(trust.at("/Condition/StringEquals/sts:ExternalId").asText()).isEqualTo("sms");
        assertThat(printed("role --account 123456789012 --user other --external-id x1")
                        .toString())
                .contains("user/other", "x1");
        assertThat(printed("user --account 123456789012")
                        .at("/Statement/0/Resource")
                        .asText())
                .isEqualTo("arn:aws:iam::123456789012:role/sms");
    }

    @Test
    void theTemplateHasTheSamePolicyAndRefersToWhatItHas() throws Exception {
        JsonNode template = printed("cloudformation");
        assertThat(template.at("/Resources/Role/Properties/Policies/0/PolicyDocument"))
                .isEqualTo(JSON.readTree(POLICY.toFile()));
        Set<String> known = new HashSet<>();
        template.path("Parameters").fieldNames().forEachRemaining(known::add);
        template.path("Resources").fieldNames().forEachRemaining(known::add);
        Set<String> used = new HashSet<>();
        template.findValuesAsText("Ref").forEach(used::add);
        template.findValues("Fn::GetAtt").forEach(value -> used.add(value.get(0).asText()));
        assertThat(known).containsAll(used);
        assertThat(used).contains("UserName", "RoleName", "ExternalId", "KmsKeyArn", "User", "Role");
        assertThat(template.toString()).doesNotContain("AccessKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role --account 12345",
                "role --account 123456789012 --user a/b",
                "role --account 123456789012 --external-id x",
                "policy --kms-key alias/mine",
                "policy --log-bucket *",
                "policy --log-bucket My-Logs",
                "policy --sns-topic migrations",
                "policy --sns-topic arn:aws:sns:eu-central-1:123456789012:*",
                "policy --sns-topic arn:aws:sns:eu-central-1:123456789012:a --sns-key alias/mine"
            })
    void whatIsNoNameIsRefused(String line) {
        assertThat(iam(line)).isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not what it should be");
    }

    @Test
    void theAccountIsWanted() {
        assertThat(iam("role")).isEqualTo(2);
    }
}
