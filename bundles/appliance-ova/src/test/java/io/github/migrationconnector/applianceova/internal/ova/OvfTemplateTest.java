package io.github.migrationconnector.applianceova.internal.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.applianceova.internal.OvaFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OvfTemplateTest {
    @Test
    void placesAreFilledInOnce() {
        OvfTemplate template = new OvfTemplate("<a b=\"@ONE@\">@TWO@</a>");

        assertThat(template.filled(Map.of("ONE", "1", "TWO", "$1 @ONE@"))).isEqualTo("<a b=\"1\">$1 @ONE@</a>");
    }

    @Test
    void aPlaceThatNobodyFillsIsNamed() {
        assertThatThrownBy(() -> new OvfTemplate("<a>@ONE@</a>").filled(Map.of()))
                .isInstanceOf(OvaFailure.class)
                .hasMessageContaining("ONE");
    }

    @Test
    void aValueWithoutAPlaceIsNamed() {
        assertThatThrownBy(() -> new OvfTemplate("<a/>").filled(Map.of("ONE", "1")))
                .isInstanceOf(OvaFailure.class)
                .hasMessageContaining("ONE");
    }

    @Test
    void whatIsNoXmlIsRefused() {
        assertThatThrownBy(() -> new OvfTemplate("<a>@ONE@</a>").filled(Map.of("ONE", "<b>")))
                .isInstanceOf(OvaFailure.class)
                .hasMessageContaining("well-formed");
    }

    @Test
    void textIsEscaped() {
        assertThat(OvfTemplate.escaped("a<b & \"c\">\f")).isEqualTo("a&lt;b &amp; &quot;c&quot;&gt;\n");
        assertThatThrownBy(() -> OvfTemplate.escaped("\u0001")).isInstanceOf(OvaFailure.class);
    }
}
