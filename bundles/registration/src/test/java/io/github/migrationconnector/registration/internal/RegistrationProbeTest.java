package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.registration.Registration;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probe asks for what everybody asks the registration for. */
final class RegistrationProbeTest {
    @Test
    void passesWhenAllIsAnswered() {
        assertThatCode(probe("nothing")::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "state", "preferences"})
    void failsWhenOneIsNot(String broken) {
        assertThatThrownBy(probe(broken)::check).hasMessageContaining("no such table");
    }

    private static RegistrationProbe probe(String broken) {
        return new RegistrationProbe((Registration) Proxy.newProxyInstance(
                RegistrationProbeTest.class.getClassLoader(),
                new Class<?>[] {Registration.class},
                (self, method, arguments) -> {
                    if (method.getName().equals(broken)) {
                        throw new IllegalStateException("no such table");
                    }
                    return null;
                }));
    }
}
