package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.migrationconnector.api.credential.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "Password2026!",
                "P@ssw0rd12345",
                "iloveyou12345!!",
                "monkeymonkeymonkey",
                "123456789012",
                "098765432109",
                "qwertyuiop12345",
                "administrator1",
                "vCenter-Admin-2026",
                "Connector Password 1",
                "letmein#letmein#1"
            })
    void refusesWhatEverybodyTriesFirst(String common) {
        Bench.refused("PASSWORD_TOO_WEAK", () -> PasswordRule.check(Secret.of(common)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"elevenchars", "aaaabbbbcccc", ""})
    void refusesWhatIsShortOrOfFewCharacters(String weak) {
        Bench.refused("PASSWORD_TOO_WEAK", () -> PasswordRule.check(Secret.of(weak)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "two monkeys and a password",
                "739184620573",
                "passwörter sind lästig",
                "パスワードはここにあります長く",
                "k7mq-v2xd-9rpw-3tzn-8hce"
            })
    void takesWhatIsLongAndItsOwn(String own) {
        assertThatCode(() -> PasswordRule.check(Secret.of(own))).doesNotThrowAnyException();
    }
}
