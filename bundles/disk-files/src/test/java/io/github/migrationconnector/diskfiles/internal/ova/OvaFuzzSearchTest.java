package io.github.migrationconnector.diskfiles.internal.ova;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.fuzz.FuzzSearch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short search with each target; a long one by {@code -Dfuzz.runs} or {@code -Dfuzz.seconds}. */
class OvaFuzzSearchTest {
    @ParameterizedTest
    @ValueSource(strings = {"archive", "ovf", "manifest"})
    void findsNothing(String target) throws Exception {
        assertThat(FuzzSearch.run(OvaFuzzTest.class, target)).isGreaterThan(100);
    }
}
