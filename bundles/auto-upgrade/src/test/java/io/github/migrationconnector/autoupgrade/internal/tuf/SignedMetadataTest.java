package io.github.migrationconnector.autoupgrade.internal.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata as parsed; that python-tuf and this client agree is shown end to end. */
final class SignedMetadataTest {
    private static final String GOOD = "{\"signatures\":[{\"keyid\":\"a\",\"sig\":\"00\"}],\"signed\":{\"_type\":"
            + "\"timestamp\",\"expires\":\"2030-01-01T00:00:00Z\",\"meta\":{},\"spec_version\":\"1.0.31\",\"version\":3}}";

    private static SignedMetadata parse(String text) {
        return SignedMetadata.parse(Role.TIMESTAMP, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void canonicalFormSortsByCodePointsAndEscapesTwoCharacters() throws Exception {
        String text = "{\"b\": [1, true, null], \"a\\\"\\\\\": \"line\\nend\", \"\\uFF61\": 2, \"\\uD83D\\uDE00\": 3}";
        assertThat(new String(CanonicalJson.encode(new ObjectMapper().readTree(text)), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\\\"\\\\\":\"line\nend\",\"b\":[1,true,null],\"\uFF61\":2,\"\uD83D\uDE00\":3}");
    }

    @Test
    void readsWhatItShould() {
        assertThat(parse(GOOD).version()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3}}|3.5}}",
                "3}}|0}}",
                "3}}|-1}}",
                "3}}|99999999999999999999}}",
                "timestamp|snapshot",
                "1.0.31|2.0.0",
                "2030-01-01T00:00:00Z|soon",
                "\"sig\":\"00\"|\"sig\":\"zz\"",
                "3}}|3}} {}",
                "\"version\":3|\"version\":3,\"version\":4"
            })
    void refusesWhatItShouldNotRead(String change) {
        String[] parts = change.split("\\|", 2);
        assertThat(GOOD).contains(parts[0]);
        assertThatThrownBy(() -> parse(GOOD.replace(parts[0], parts[1])))
                .isInstanceOf(ConnectorException.class)
                .hasMessageStartingWith("UPGRADE_MALFORMED");
    }

    @Test
    void damagedMetadataAreRefusedAndNothingElseHappens() {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = good.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                SignedMetadata read = SignedMetadata.parse(Role.TIMESTAMP, damaged);
                assertThat(read.signedBytes()).isNotEmpty();
            } catch (ConnectorException e) {
                assertThat(e.problem().code()).isEqualTo("UPGRADE_MALFORMED");
            }
        }
    }
}
