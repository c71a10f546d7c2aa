package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.credential.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SignatureTest {
    @Test
    void isWhatOthersCompute() {
        // printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
        try (Secret key = Secret.of("0123456789abcdef")) {
            assertThat(Signature.of("{}".getBytes(StandardCharsets.UTF_8), 1_700_000_000L, key))
                    .isEqualTo("v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e");
        }
    }
}
