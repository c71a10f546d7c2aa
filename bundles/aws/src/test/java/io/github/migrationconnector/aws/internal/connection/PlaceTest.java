package io.github.migrationconnector.aws.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @ParameterizedTest
    @CsvSource({
        "eu-central-1, ebs, https://ebs.eu-central-1.amazonaws.com",
        "eu-central-1, sts, https://sts.eu-central-1.amazonaws.com",
        "cn-north-1, ec2, https://ec2.cn-north-1.amazonaws.com.cn",
        "us-gov-west-1, ebs, https://ebs.us-gov-west-1.amazonaws.com",
    })
    void knowsTheRegionsOwnEndpoints(String region, String service, String url) {
        assertThat(Place.of(new AwsEndpoints(region, Map.of(), "")).url(service))
                .hasToString(url);
    }

    @Test
    void prefersTheEndpointThatWasGiven() {
        Place place = Place.of(new AwsEndpoints("eu-central-1", Map.of("ebs", "https://[::1]:4433/"), ""));
        assertThat(place.endpoint("ebs").hostHeader()).isEqualTo("[::1]:4433");
        assertThat(place.endpoint("ec2").port()).isEqualTo(443);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h", "https://h/path", "https:///", "h:443", "https://a b"})
    void refusesAnEndpointThatIsNotHttpsOfAHost(String url) {
        Place place = Place.of(new AwsEndpoints("eu-central-1", Map.of("ebs", url), ""));
        assertThatThrownBy(() -> place.url("ebs"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("AWS_ENDPOINT_INVALID");
    }

    @Test
    void isAnotherOneWhenTheBundleWasWrittenAnew(@TempDir Path directory) throws Exception {
        Path bundle = Files.writeString(directory.resolve("ca.pem"), "one");
        AwsEndpoints endpoints = new AwsEndpoints("eu-central-1", Map.of(), bundle.toString());
        Place before = Place.of(endpoints);
        assertThat(Place.of(endpoints)).isEqualTo(before);
        Files.setLastModifiedTime(bundle, FileTime.fromMillis(1_000_000));
        assertThat(Place.of(endpoints)).isNotEqualTo(before);
    }
}
