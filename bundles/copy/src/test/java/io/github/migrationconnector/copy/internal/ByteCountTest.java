package io.github.migrationconnector.copy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteCountTest {
    private final ByteCount count = new ByteCount();

    @ParameterizedTest
    @CsvSource({"0,0", "17,17", "2K,2048", "3M,3145728", "1G,1073741824"})
    void reads(String text, long bytes) {
        assertThat(count.convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5M", "M", "10 M", "10MB", "9999999999999999"})
    void refuses(String text) {
        assertThatThrownBy(() -> count.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void refusesWhatOverflows() {
        assertThatThrownBy(() -> count.convert("99999999999999G")).isInstanceOf(TypeConversionException.class);
    }
}
