package io.github.migrationconnector.api.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String TEXT = "pässwörd 鍵 😀";

    @Test
    void keepsEveryCharacter() {
        String revealed = Secret.of(TEXT).reveal(text -> text);
        assertThat(revealed).isEqualTo(TEXT);
        assertThat(Secret.of(TEXT).toUtf8()).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tellsNothingOfItself() {
        assertThat(Secret.of("hunter2")).hasToString(Secret.of("another one").toString());
        assertThat(Secret.of("hunter2").toString()).doesNotContain("hunter2", "7");
    }

    @Test
    void isGoneWhenWiped() {
        Secret secret = Secret.of("hunter2");
        secret.close();
        assertThat(secret.toUtf8()).containsOnly(0);
    }

    @Test
    void matchesTheSameTextOnly() {
        assertThat(Secret.of("a").matches(Secret.of("a"))).isTrue();
        assertThat(Secret.of("a").matches(Secret.of("b"))).isFalse();
        assertThat(Secret.of("a").matches(Secret.of("aa"))).isFalse();
    }
}
