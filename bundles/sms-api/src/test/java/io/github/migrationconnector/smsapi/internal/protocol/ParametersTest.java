package io.github.migrationconnector.smsapi.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {
    private enum Licence {
        AWS,
        BYOL
    }

    private static Parameters of(String json) {
        return SmsJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String json, FaultCode code, Consumer<Parameters> read) {
        assertThatThrownBy(() -> read.accept(of(json)))
                .isInstanceOfSatisfying(
                        SmsFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    @Test
    void readsEachType() {
        Parameters all =
                of("{\"text\": \"a\", \"number\": -5, \"flag\": true, \"time\": 1792864805.25, \"name\": \"BYOL\","
                        + " \"list\": [{\"text\": \"b\"}], \"nothing\": null}");
        assertThat(all.required("text")).isEqualTo("a");
        assertThat(all.number("number")).hasValue(-5);
        assertThat(all.flag("flag")).hasValue(true);
        assertThat(all.time("time")).hasValue(Instant.parse("2026-10-24T18:00:05.250Z"));
        assertThat(all.name("name", Licence.class)).hasValue(Licence.BYOL);
        assertThat(all.list("list")).singleElement().satisfies(entry -> assertThat(entry.required("text"))
                .isEqualTo("b"));
        assertThat(all.text("nothing")).isEmpty();
        assertThat(all.list("other")).isEmpty();
    }

    @Test
    void anotherTypeIsNotRead() {
        for (String value : new String[] {"{}", "[]", "[1]"}) {
            String json = "{\"x\": " + value + "}";
            refused(json, FaultCode.SERIALIZATION, parameters -> parameters.text("x"));
            refused(json, FaultCode.SERIALIZATION, parameters -> parameters.number("x"));
            refused(json, FaultCode.SERIALIZATION, parameters -> parameters.flag("x"));
            refused(json, FaultCode.SERIALIZATION, parameters -> parameters.time("x"));
        }
        refused("{\"x\": 1.5}", FaultCode.SERIALIZATION, parameters -> parameters.number("x"));
        refused("{\"x\": 2147483648}", FaultCode.SERIALIZATION, parameters -> parameters.number("x"));
        refused("{\"x\": \"1\"}", FaultCode.SERIALIZATION, parameters -> parameters.number("x"));
        refused("{\"x\": \"true\"}", FaultCode.SERIALIZATION, parameters -> parameters.flag("x"));
        refused("{\"x\": \"2026-11-24\"}", FaultCode.SERIALIZATION, parameters -> parameters.time("x"));
        refused("{\"x\": {}}", FaultCode.SERIALIZATION, parameters -> parameters.list("x"));
        refused("{\"x\": [1]}", FaultCode.SERIALIZATION, parameters -> parameters.list("x"));
    }

    @Test
    void valuesThatCantBeAreInvalid() {
        refused("{\"x\": \"aws\"}", FaultCode.INVALID_PARAMETER, parameters -> parameters.name("x", Licence.class));
        refused(
                "{\"x\": \"" + "a".repeat(2049) + "\"}",
                FaultCode.INVALID_PARAMETER,
                parameters -> parameters.text("x"));
        for (String time : new String[] {"-1", "1e300", "253402300800", "1e-300", "99999999999999999999999999"}) {
            refused("{\"x\": " + time + "}", FaultCode.INVALID_PARAMETER, parameters -> parameters.time("x"));
        }
        refused("{}", FaultCode.MISSING_REQUIRED_PARAMETER, parameters -> parameters.required("x"));
        refused("{\"x\": \" \"}", FaultCode.MISSING_REQUIRED_PARAMETER, parameters -> parameters.required("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "1", "{", "{\"a\": 1, \"a\": 2}", "{} {}", "{\"a\": 1e99999999999999999999999999999999999}"
            })
    void whatIsNoJsonObjectIsNotRead(String body) {
        refused(body, FaultCode.SERIALIZATION, parameters -> parameters.time("a"));
    }

    @Test
    void deepNestingIsNotRead() {
        refused("{\"a\": ".repeat(100) + "1" + "}".repeat(100), FaultCode.SERIALIZATION, parameters -> {});
    }

    @Test
    void noBodyHasNoMembers() {
        assertThat(of("").text("x")).isEmpty();
    }
}
