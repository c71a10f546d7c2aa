package io.github.migrationconnector.copy.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentConnectionsTest {
    private static final String FINGERPRINT = "ab".repeat(32);

    @TempDir
    private Path userHome;

    private EnvironmentAwsConnection aws(Map<String, String> environment) {
        return new EnvironmentAwsConnection(new Variables(environment), userHome);
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(userHome.resolve(".aws"));
        Files.writeString(userHome.resolve(".aws").resolve(name), content);
    }

    private static String reveal(Secret secret) {
        return secret.reveal(text -> text);
    }

    @Test
    void takesTheRegionByEitherName() {
        assertThat(aws(Map.of("AWS_REGION", "eu-central-1", "AWS_DEFAULT_REGION", "us-east-1"))
                        .endpoints()
                        .region())
                .isEqualTo("eu-central-1");
        assertThat(aws(Map.of("AWS_DEFAULT_REGION", "us-east-1")).endpoints().region())
                .isEqualTo("us-east-1");
    }

    @Test
    void takesEndpointsOneByOneOrAllAtOnce() {
        AwsEndpoints endpoints = aws(Map.of(
                        "AWS_REGION", "r-1",
                        "AWS_ENDPOINT_URL", "https://all:1",
                        "AWS_ENDPOINT_URL_EBS", "https://ebs:2",
                        "AWS_CA_BUNDLE", "/ca.pem"))
                .endpoints();
        assertThat(endpoints.endpoints())
                .isEqualTo(Map.of(
                        "ebs", "https://ebs:2",
                        "ec2", "https://all:1",
                        "sts", "https://all:1",
                        "s3", "https://all:1"));
        assertThat(endpoints.caBundle()).isEqualTo("/ca.pem");
        assertThat(aws(Map.of("AWS_REGION", "r-1")).endpoints().endpoints()).isEmpty();
    }

    @Test
    void takesKeysFromTheEnvironment() {
        AwsKeys keys = aws(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIA1",
                        "AWS_SECRET_ACCESS_KEY", "s3cret",
                        "AWS_SESSION_TOKEN", "t0ken"))
                .keys();
        assertThat(keys.accessKeyId()).isEqualTo("AKIA1");
        assertThat(reveal(keys.secretAccessKey())).isEqualTo("s3cret");
        assertThat(reveal(keys.sessionToken())).isEqualTo("t0ken");
    }

    @Test
    void takesKeysAndRegionFromAProfile() throws Exception {
        file(
                "credentials",
                """
                # mine
                [default]
                aws_access_key_id = AKIADEFAULT
                aws_secret_access_key=defaultsecret

                [other] ; a comment
                aws_access_key_id=AKIAOTHER
                aws_secret_access_key = a/b+c=
                """);
        file(
                "config",
                """
                [default]
                region = us-west-2
                [profile other]
                region=eu-west-1
                """);
        assertThat(aws(Map.of()).keys().accessKeyId()).isEqualTo("AKIADEFAULT");
        assertThat(aws(Map.of()).endpoints().region()).isEqualTo("us-west-2");
        EnvironmentAwsConnection other = aws(Map.of("AWS_PROFILE", "other"));
        assertThat(other.keys().accessKeyId()).isEqualTo("AKIAOTHER");
        assertThat(reveal(other.keys().secretAccessKey())).isEqualTo("a/b+c=");
        assertThat(other.endpoints().region()).isEqualTo("eu-west-1");
    }

    @Test
    void assumesTheRoleOfAProfile() throws Exception {
        file("credentials", "[own]\naws_access_key_id = AKIAOWN\naws_secret_access_key = ownsecret\n");
        file(
                "config",
                """
                [profile migration]
                role_arn = arn:aws:iam::123456789012:role/sms
                external_id = sms
                source_profile = own
                [profile lost]
                role_arn = arn:aws:iam::123456789012:role/sms
                [profile wrong]
                role_arn = sms
                source_profile = own
                """);
        EnvironmentAwsConnection migration = aws(Map.of("AWS_PROFILE", "migration"));
        assertThat(migration.role()).isEqualTo(new AwsRole("arn:aws:iam::123456789012:role/sms", "sms"));
        assertThat(migration.keys().accessKeyId()).isEqualTo("AKIAOWN");
        assertThat(aws(Map.of("AWS_PROFILE", "own")).role().isNone()).isTrue();
        assertThatThrownBy(() -> aws(Map.of("AWS_PROFILE", "lost")).keys()).hasMessageContaining("source_profile");
        assertThatThrownBy(() -> aws(Map.of("AWS_PROFILE", "wrong")).role())
                .hasMessageContaining("not the ARN of a role");
        Map<String, String> keys =
                Map.of("AWS_PROFILE", "migration", "AWS_ACCESS_KEY_ID", "AKIA1", "AWS_SECRET_ACCESS_KEY", "s3cret");
        assertThat(aws(keys).role().isNone())
                .as("keys of the environment come first")
                .isTrue();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> aws(Map.of()).keys()).hasMessageContaining("AWS_NOT_SET_UP");
        assertThatThrownBy(() -> aws(Map.of("AWS_REGION", "  ")).endpoints()).hasMessageContaining("region");
        assertThatThrownBy(() -> aws(Map.of("AWS_REGION", "Not A Region")).endpoints())
                .hasMessageContaining("Not A Region");
        assertThatThrownBy(() -> aws(Map.of("AWS_ACCESS_KEY_ID", "AKIA1")).keys())
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void showsNoSecret() {
        assertThat(new Variables(Map.of("AWS_SECRET_ACCESS_KEY", "s3cret")).toString())
                .doesNotContain("s3cret");
    }

    private static Map<String, String> vsphere(String url) {
        return Map.of(
                "VSPHERE_URL",
                url,
                "VSPHERE_USER",
                "u@vsphere.local",
                "VSPHERE_PASSWORD",
                "pw",
                "VSPHERE_FINGERPRINT",
                FINGERPRINT);
    }

    @ParameterizedTest
    @CsvSource({
        "vc.example,https://vc.example/sdk",
        "vc.example:8443,https://vc.example:8443/sdk",
        "https://vc.example,https://vc.example/sdk",
        "https://vc.example/,https://vc.example/sdk",
        "https://vc.example/sdk,https://vc.example/sdk"
    })
    void takesVcenter(String url, URI sdk) {
        EnvironmentVcenterConnection vcenter = new EnvironmentVcenterConnection(vsphere(url));
        assertThat(vcenter.endpoint()).isEqualTo(new VcenterEndpoint(sdk, "u@vsphere.local", FINGERPRINT));
        assertThat(reveal(vcenter.password())).isEqualTo("pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://vc.example", "https://u:p@vc.example", "https://", "::"})
    void refusesWhatIsNoVcenter(String url) {
        assertThatThrownBy(() -> new EnvironmentVcenterConnection(vsphere(url)).endpoint())
                .hasMessageContaining("VCENTER_NOT_SET_UP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"VSPHERE_URL", "VSPHERE_USER", "VSPHERE_FINGERPRINT"})
    void namesTheVariableThatIsMissing(String name) {
        Map<String, String> environment = new HashMap<>(vsphere("vc.example"));
        environment.remove(name);
        assertThatThrownBy(() -> new EnvironmentVcenterConnection(environment).endpoint())
                .hasMessageContaining(name);
    }
}
