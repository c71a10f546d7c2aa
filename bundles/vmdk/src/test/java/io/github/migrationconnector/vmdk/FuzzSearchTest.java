package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.fuzz.FuzzSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short search with each target; a long one by {@code -Dfuzz.runs} or {@code -Dfuzz.seconds}. */
class FuzzSearchTest {
    @ParameterizedTest
    @ValueSource(strings = {"descriptor", "hostedSparse", "cowd", "seSparse", "grainStream"})
    void findsNothing(String target) throws Exception {
        assertThat(FuzzSearch.run(ParsersFuzzTest.class, target)).isGreaterThan(100);
    }

    /** Each bit decides, none is compared with a number that would have to be guessed: to watch that takes twice the time. */
    @Test
    void findsNothingInTheInflater() throws Exception {
        assertThat(FuzzSearch.run(ParsersFuzzTest.class, "inflater", "--trace=cov"))
                .isGreaterThan(100);
    }
}
