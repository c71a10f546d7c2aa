package io.github.migrationconnector.replication.internal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.replication.RunState;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RunTransitionsTest {
    /** Written out once more, by hand. */
    private static final Set<String> ALLOWED = Set.of(
            "PENDING-ACTIVE",
            "PENDING-MISSED",
            "PENDING-DELETING",
            "ACTIVE-COMPLETED",
            "ACTIVE-FAILED",
            "ACTIVE-DELETING",
            "DELETING-DELETED");

    static Stream<Arguments> everyPair() {
        return Stream.of(RunState.values())
                .flatMap(from -> Stream.of(RunState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void everyPairIsAllowedOrRefused(RunState from, RunState to) {
        if (ALLOWED.contains(from + "-" + to)) {
            assertThat(RunTransitions.change(from, to)).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> RunTransitions.change(from, to)).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void exactlyTheEndedStatesHaveNoSuccessor(RunState state) {
        assertThat(RunTransitions.after(state).isEmpty()).isEqualTo(state.ended());
    }

    @Test
    void everyEndingHasAStateOfItsOwn() {
        assertThat(Ending.FAILING.endState()).isEqualTo(RunState.FAILED);
        assertThat(Ending.CANCELLING.endState()).isEqualTo(RunState.DELETED);
        assertThatThrownBy(Ending.NONE::endState).isInstanceOf(IllegalStateException.class);
    }
}
