package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.trust.ServerTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupReaderTest {
    private final SetupReader reader = new SetupReader();

    @Test
    void readsADocument() {
        Findings findings = new Findings();
        SetupDocument document =
                reader.read(Documents.secret(Documents.right()), findings).orElseThrow();
        assertThat(findings.all()).isEmpty();
        assertThat(document.own().name()).isEqualTo("Site A");
        assertThat(document.own().administratorPassword().matches(Secret.of(Documents.ADMINISTRATOR_PASSWORD)))
                .isTrue();
        assertThat(document.aws().endpoints().region()).isEqualTo("eu-central-1");
        assertThat(document.aws().endpoints().endpoints())
                .containsOnlyKeys("ebs", "s3")
                .containsEntry("ebs", "https://127.0.0.1:4443");
        assertThat(document.aws().keys().secretAccessKey().matches(Secret.of(Documents.SECRET_KEY)))
                .isTrue();
        assertThat(document.aws().keys().sessionToken().isEmpty()).isTrue();
        assertThat(document.vcenter().endpoint().sdk()).hasToString("https://vcenter.example:8443/sdk");
        assertThat(document.vcenter().endpoint().user()).isEqualTo("EXAMPLE\\connector ü");
        assertThat(document.vcenter().endpoint().trust())
                .isEqualTo(new ServerTrust.Pinned("abcdef0123456789".repeat(4)));
        assertThat(document.vcenter().password().matches(Secret.of(Documents.VCENTER_PASSWORD)))
                .isTrue();
        assertThat(document.toString()).doesNotContain("planted", "pässword");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vcenter.example",
                "VCENTER.example:443",
                "https://vcenter.example",
                "https://vcenter.example/",
                "https://vcenter.example/ui",
                "https://vcenter.example/sdk",
                "https://vcenter.example/sdk/"
            })
    void takesAnAddressAsPeopleWriteIt(String url) {
        Findings findings = new Findings();
        Optional<SetupDocument> document =
                reader.read(Documents.secret(Documents.with("/vcenter/url", '"' + url + '"')), findings);
        assertThat(document.orElseThrow().vcenter().endpoint().sdk()).hasToString("https://vcenter.example/sdk");
    }

    @Test
    void leavesOptionalFieldsOut() {
        for (String pointer : new String[] {"/connector", "/administrator", "/aws/endpoints"}) {
            assertThat(findings(Documents.secret(Documents.with(pointer, "")))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/aws                    | ``                                    | $.aws",
                "/aws                    | []                                    | $.aws",
                "/aws/region             | ``                                    | $.aws.region",
                "/aws/region             | 7                                     | $.aws.region",
                "/aws/region             | \"Frankfurt am Main\"                 | $.aws.region",
                "/aws/regoin             | \"eu-central-1\"                      | $.aws.regoin",
                "/aws/accessKeyId        | \"not a key\"                         | $.aws.accessKeyId",
                "/aws/secretAccessKey    | null                                  | $.aws.secretAccessKey",
                "/aws/sessionToken       | \"\"                                  | $.aws.sessionToken",
                "/aws/endpoints          | {\"ebss\": \"https://a\"}             | $.aws.endpoints.ebss",
                "/aws/endpoints          | {\"ebs\": \"http://a.example\"}       | $.aws.endpoints.ebs",
                "/aws/endpoints          | {\"ec2\": \"ftp://a.example\"}        | $.aws.endpoints.ec2",
                "/aws/endpoints          | {\"iam\": \"https://a.example\"}      | $.aws.endpoints.iam",
                "/aws/endpoints          | {\"s3\": 1}                          | $.aws.endpoints.s3",
                "/aws/endpoints          | {\"sns\": \"http://a.example\"}       | $.aws.endpoints.sns",
                "/aws/endpoints          | {\"sts\": \"\"}                       | $.aws.endpoints.sts",
                "/vcenter                | {\"host\": \"a b\"}                   | $.vcenter.host",
                "/aws/endpoints          | {\"ebs\": \"https://u:p@a.example\"}  | $.aws.endpoints.ebs",
                "/aws/caBundle           | \"relative.pem\"                      | $.aws.caBundle",
                "/aws/caBundle           | \"/no/such/file.pem\"                 | $.aws.caBundle",
                "/aws/caBundle           | \"/dev/zero\"                         | $.aws.caBundle",
                "/vcenter/url            | \"http://vcenter.example\"            | $.vcenter.url",
                "/vcenter/url            | \"https://u:p@vcenter.example\"       | $.vcenter.url",
                "/vcenter/url            | \"https://vcenter.example/other\"     | $.vcenter.url",
                "/vcenter/host           | \"vcenter\"                           | $.vcenter.url",
                "/vcenter/authority      | \"x\"                                 | $.vcenter.authority",
                "/vcenter/authorityFile  | \"/x\"                                | $.vcenter.authorityFile",
                "/aws/roleArn            | \"sms\"                               | $.aws.roleArn",
                "/aws/externalId         | \"sms\"                               | $.aws.externalId",
                "/preferences            | {\"uploadLogs\": \"yes\"}             | $.preferences.uploadLogs",
                "/preferences            | {\"autoUpgrade\": 1}                 | $.preferences.autoUpgrade",
                "/network                | {\"seen\": false}                    | $.network.seen",
                "/proxy                  | {\"host\": \"http://p\", \"port\": 1}   | $.proxy.host",
                "/proxy                  | {\"host\": \"p\"}                      | $.proxy.port",
                "/proxy                  | {\"host\": \"p\", \"port\": 65536}      | $.proxy.port",
                "/proxy                  | {\"host\": \"p\", \"port\": 1, \"user\": \"a:b\"} | $.proxy.user",
                "/proxy                  | {\"host\": \"p\", \"port\": 1, \"password\": \"a\"} | $.proxy.password",
                "/proxy                  | {\"host\": \"p\", \"port\": 1, \"exceptions\": [\"a b\"]} | $.proxy.exceptions[0]",
                "/vcenter/url            | \"https://a b\"                       | $.vcenter.url",
                "/vcenter/user           | \"${user}\"                           | $.vcenter.user",
                "/vcenter/user           | \"two\\nlines\"                       | $.vcenter.user",
                "/vcenter/password       | \"\"                                  | $.vcenter.password",
                "/vcenter/fingerprint    | \"AB:CD\"                             | $.vcenter.fingerprint",
                "/licence/accepted       | false                                 | $.licence.accepted",
                "/licence/accepted       | \"true\"                              | $.licence.accepted",
                "/licence                | ``                                    | $.licence",
                "/administrator          | {}                                    | $.administrator.password",
                "/administrator          | {\"password\":\"a\",\"passwordFile\":\"/b\"} | $.administrator.password",
                "/administrator          | {\"passwordFile\":\"/no/such\"}       | $.administrator.passwordFile",
                "/connector/name         | \" \"                                 | $.connector.name",
                "/odd name               | 1                                     | $['odd name']"
            })
    void saysWhereItIsWrong(String pointer, String value, String path) {
        List<SetupFinding> findings = findings(Documents.secret(Documents.with(pointer, value)));
        assertThat(findings).extracting(SetupFinding::path).contains(path);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.fix()).isNotEmpty());
    }

    /** The schema that is shipped lists every field; each of them is tried with a wrong value above. */
    @Test
    void everyFieldOfTheSchemaIsTriedWithAWrongValue() throws Exception {
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("..", "..", "docs", "setup.schema.json").toFile());
        Set<String> fields = new TreeSet<>();
        leaves(schema, "$", fields);
        assertThat(fields).hasSizeGreaterThan(25);
        CsvSource rows = SetupReaderTest.class
                .getDeclaredMethod("saysWhereItIsWrong", String.class, String.class, String.class)
                .getAnnotation(CsvSource.class);
        for (String field : fields) {
            assertThat(rows.value()).as(field).anySatisfy(row -> {
                String path = row.substring(row.lastIndexOf('|') + 1).strip();
                assertThat(path.replaceAll("\\[\\d+]", "")).isEqualTo(field);
            });
        }
    }

    private static void leaves(JsonNode schema, String path, Set<String> fields) {
        schema.path("properties").fields().forEachRemaining(field -> {
            String below = path + '.' + field.getKey();
            if (field.getValue().has("properties")) {
                leaves(field.getValue(), below, fields);
            } else {
                fields.add(below);
            }
        });
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThat(findings(Secret.of("{\"aws\": {\"region\": \"X\"}, \"vcenter\": {}}")))
                .extracting(SetupFinding::path)
                .contains(
                        "$.aws.region",
                        "$.aws.accessKeyId",
                        "$.aws.secretAccessKey",
                        "$.vcenter.host",
                        "$.vcenter.password",
                        "$.licence");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "planted",
                "\"planted",
                "{\"aws\": planted}",
                "[\"planted\"]",
                "{\"planted\": 1, \"planted\": 2}",
                "{} planted",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}"
            })
    void refusesWhatIsNoDocumentWithoutQuotingIt(String text) {
        List<SetupFinding> findings = findings(Secret.of(text));
        assertThat(findings).isNotEmpty();
        if (!text.contains("\"planted\":")) {
            assertThat(findings.toString()).doesNotContain("planted");
        }
    }

    @Test
    void readsPasswordAndCertificatesFromFiles(@TempDir Path directory) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "from the file\nsecond line\n");
        Findings findings = new Findings();
        SetupDocument document = reader.read(
                        Documents.secret(Documents.with("/administrator", "{\"passwordFile\": \"" + password + "\"}")),
                        findings)
                .orElseThrow();
        assertThat(document.own().administratorPassword().matches(Secret.of("from the file")))
                .isTrue();
        Path noCertificate = Files.writeString(directory.resolve("ca.pem"), "nothing\n");
        assertThat(findings(Documents.secret(Documents.with("/aws/caBundle", "\"" + noCertificate + "\""))))
                .extracting(SetupFinding::path)
                .containsExactly("$.aws.caBundle");
    }

    @Test
    void neitherFailsNorQuotesSecretsWhateverItReads() {
        Random random = new Random(97);
        byte[] right = Documents.right().toString().getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = right.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            assertThat(findings(Secret.ofUtf8(changed)).toString())
                    .doesNotContain("forty/characters", "vCenter p", "administrator password");
        }
    }

    private List<SetupFinding> findings(Secret text) {
        Findings findings = new Findings();
        Optional<SetupDocument> document = reader.read(text, findings);
        assertThat(document.isEmpty()).isEqualTo(findings.any());
        return findings.all();
    }
}
