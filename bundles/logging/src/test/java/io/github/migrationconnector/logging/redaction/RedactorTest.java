package io.github.migrationconnector.logging.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {
    /** A secret of each kind, as it stands in messages, exceptions, URLs, headers and settings; the mark must go. */
    static List<String> leaks() {
        return List.of(
                "login with password=S3CRETmark refused",
                "login with password: S3CRETmark refused",
                "{\"password\":\"S3CRET\\\"mark\",\"user\":\"olga\"}",
                "body was {\\\"password\\\":\\\"S3CRETmark\\\",\\\"user\\\":\\\"olga\\\"}",
                "{password=S3CRETmark, user=olga}",
                "smtp.password = S3CRETmark",
                "PGPASSWORD=S3CRETmark psql",
                "the passphrase is S3CRETmark",
                "db --password S3CRETmark --host db",
                "<vim:password xsi:type=\"xsd:string\">S3CRETmark</vim:password>",
                "&lt;password&gt;S3CRETmark&lt;/password&gt;",
                "https://olga:S3CRETmark@host.example/path",
                "GET https://host/x?user=a&token=S3CRETmark&n=1",
                "https://b.s3.amazonaws.com/k?X-Amz-Signature=S3CRETmark0123&X-Amz-Expires=60",
                "https://b.s3.amazonaws.com/k?X-Amz-Security-Token=S3CRETmark%2F%2B",
                "redirect=https%3A%2F%2Fh%2F%3Ftoken%3DS3CRETmark",
                "Authorization: Bearer S3CRETmark",
                "Authorization: Basic " + base64("olga:S3CRETmark"),
                "\"authorization\" : \"AWS4-HMAC-SHA256 Credential=AKIA/x, SignedHeaders=host, Signature=S3CRETmark\"",
                "header Proxy-Authorization=[Basic S3CRETmark]",
                "sent Bearer S3CRETmark to it",
                "Cookie: __Host-session=S3CRETmark; lang=en",
                "Set-Cookie: vmware_soap_session=\"S3CRETmark\"; Path=/",
                "vmware_soap_session_id=S3CRETmark",
                "vmware_soap_session=S3CRETmark",
                "X-Api-Key: S3CRETmark",
                "aws_secret_access_key = S3CRETmark",
                "secretAccessKey=S3CRETmark",
                "key wJalrXUtnFEMI/K7MDENG/bPxRfiS3CRETmarkAB is wrong",
                "token FwoGZXIvYXdzE" + "aB3".repeat(40) + "S3CRETmark was refused",
                "AKIAIOSFODS3CRETMARK99",
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJTM0NSRVRtYXJrIjoxfQ.S3CRETmark",
                "ghp_S3CRETmark0123456789abcdefghij",
                "https://hooks.slack.com/services/T000/B000/S3CRETmark",
                "$argon2id$v=19$m=65536,t=3,p=4$S3CRETmark$abc",
                "-----BEGIN PRIVATE KEY-----\nMIIE\nS3CRETmark\n-----END PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3Bl\\nS3CRETmark\\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nS3CRETmark and cut off",
                "payload " + base64("{\"password\":\"S3CRETmark\"}"),
                "payload " + base64("a=" + base64("password=S3CRETmark")),
                "{\"passwords\":[\"hunter2\",\"S3CRETmark\"]}",
                "{\"passwords\": [\n  \"hunter2\",\n  \"S3CRETmark\"\n], \"user\": \"olga\"}",
                "token: [\"a]b\", 'S3CRETmark']",
                "tokens=[a, S3CRETmark]",
                "{\"secret\":{\"value\":\"S3CRETmark\"}}",
                "{\"secret\":{\"id\":1,\"values\":[{\"is\":\"S3CRETmark\"}]}}",
                "credentials={user=olga, of=[a, S3CRETmark], b=S3CRETmark}",
                "body was {\\\"tokens\\\":[\\\"a]\\\",\\\"S3CRETmark\\\"],\\\"user\\\":\\\"olga\\\"}",
                "body was {\\\"secret\\\":{\\\"a\\\":\\\"}\\\",\\\"value\\\":\\\"S3CRETmark\\\"}}",
                "headers {\"cookie\": [\"a=1\", \"b=S3CRETmark\"]}",
                "headers {\"authorization\":[\"Custom S3CRETmark\"]}",
                "one-time code: S3CRETmark",
                "csrf=S3CRETmark");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void takesTheSecretOut(String text) {
        String clean = new Redactor().redact(text);
        assertThat(clean).doesNotContainIgnoringCase("S3CRETmark").contains(Redactor.REDACTED);
        for (String part : List.of("S3CRETmark", "password=S3CRETmark", "olga:S3CRETmark")) {
            assertThat(clean).doesNotContain(base64(part));
        }
        assertThat(new Redactor().redact(clean)).as("again").isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run sms-run-0123456789abcdef: TRANSFERRING",
                "Jetty 12.0.32 started on https://127.0.0.1:8443/",
                "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "snapshot snap-0123456789abcdef0 of vol-1, i-0abc completed in 12 s",
                "at io.github.migrationconnector.replication.internal.supervisor.RunWorker.run(RunWorker.java:42)",
                "The fingerprint is AB:CD:EF:01:23:45:67:89 and da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "/usr/local/etc/server-migration-connector/conf/io.github.migrationconnector.aws.cfg",
                "arn:aws:iam::123456789012:role/sms",
                "passed 12 of 12 checks; 100% done, mapping is kept, design: new"
            })
    void leavesOrdinaryTextAlone(String text) {
        assertThat(new Redactor().redact(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct & <horse>", "pa\"ss\\w0rd", "Grüße/+? 12", "simple-but-known"})
    void takesKnownValuesOutInEveryGuise(String value) {
        Redactor redactor = new Redactor(List.of(value));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        List<String> guises = List.of(
                value,
                java.net.URLEncoder.encode(value, StandardCharsets.UTF_8),
                base64(value),
                base64("a" + value + "z"),
                base64("ab" + value + "z"),
                Base64.getUrlEncoder().encodeToString(bytes),
                java.util.HexFormat.of().formatHex(bytes));
        for (String guise : guises) {
            String core = guise.replace("=", "");
            assertThat(redactor.redact("it said " + guise + " to me"))
                    .doesNotContain(core.substring(4, core.length() - 4));
            assertThat(new Redactor().redact("it said " + guise + " to me"))
                    .as("a redactor that does not know it lets it pass")
                    .contains(core.substring(4, core.length() - 4));
        }
    }

    @Test
    void aLineOfJsonStaysOne() {
        assertThat(new Redactor().redact("{\"message\": \"Authorization: Basic b2xnYTpwdw==\", \"error\": \"x\"}"))
                .isEqualTo("{\"message\": \"Authorization: [redacted]\", \"error\": \"x\"}");
    }

    @Test
    void whatIsBehindAListStays() {
        assertThat(new Redactor().redact("{\"tokens\":[\"a\",[\"b\"]],\"secret\":{\"c\":{\"d\":1}},\"user\":\"olga\"}"))
                .isEqualTo("{\"tokens\":[redacted],\"secret\":[redacted],\"user\":\"olga\"}");
    }

    @Test
    void aLineAfterTheOtherAKeyGoesWhole() {
        RedactedLines lines = new RedactedLines(new Redactor());
        assertThat(List.of("a", "-----BEGIN PRIVATE KEY-----", "MIIEmark", "-----END PRIVATE KEY-----", "b").stream()
                        .map(lines::next)
                        .toList())
                .containsExactly("a", "[redacted]", "[redacted]", "[redacted]", "b");
    }

    /** A pattern that tries again and again would take minutes for these, not a moment. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "password",
                "<password ",
                "%41",
                "-----BEGIN PRIVATE KEY-----",
                "eyJ",
                "token=",
                "token=[",
                "token=[\n",
                "token={[",
                "token=[{\"",
                "token={\\\"",
                "token=['a",
                "\\\"",
                "--",
                "Aa0/"
            })
    void noTextTakesLong(String part) {
        String text = part.repeat((48 << 10) / part.length());
        Assertions.assertThatCode(() -> org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(60), () -> new Redactor().redact(text)))
                .doesNotThrowAnyException();
    }
}
