package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.Secret;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    private static final Secret PASSWORD = Secret.of("pässwörd 鍵 long enough");

    /** Made by libargon2 through argon2-cffi 25.1, from the bytes 0 to 15 as salt. */
    private static final String BY_LIBARGON2 =
            "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$nSFRj9PWNGjAPjNVnbpsHbzopw/YU5Z7UsYljsfRtdA";

    @Test
    void agreesWithTheReferenceImplementation() {
        assertThat(new PasswordHash(BY_LIBARGON2).matches(PASSWORD)).isTrue();
        assertThat(new PasswordHash(BY_LIBARGON2).matches(Secret.of("pässwörd 鍵 long enougH")))
                .isFalse();
    }

    @Test
    void saltsEachHashAndCostsWhatIsAsked() {
        PasswordHash one = PasswordHash.of(PASSWORD);
        assertThat(one.phc()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(one.phc()).isNotEqualTo(PasswordHash.of(PASSWORD).phc());
        assertThat(one.matches(PASSWORD)).isTrue();
        assertThat(one.matches(Secret.of(""))).isFalse();
    }

    @Test
    void nobodysCostsTheSameAndIsAnotherEachTime() {
        PasswordHash nobodys = PasswordHash.ofNobody();
        assertThat(nobodys.phc())
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                .hasSameSizeAs(PasswordHash.of(PASSWORD).phc());
        assertThat(nobodys).isNotEqualTo(PasswordHash.ofNobody());
        assertThat(nobodys.matches(PASSWORD)).isFalse();
    }

    @Test
    void tellsNothingOfItself() {
        assertThat(new PasswordHash(BY_LIBARGON2)).hasToString("PasswordHash");
    }

    @Test
    void takesNothingElseForAHash() {
        for (String text : new String[] {
            "",
            "plain",
            "$argon2i$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$nSFRj9PWNGjAPjNVnbpsHbzopw",
            BY_LIBARGON2 + "$"
        }) {
            assertThatThrownBy(() -> new PasswordHash(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
