package io.github.migrationconnector.replication.internal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.replication.JobState;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class JobTransitionsTest {
    /** Written out once more, by hand: a row for each state, a column for each event in its order; - for refused. */
    private static final Map<JobState, String> TABLE = Map.of(
            JobState.PENDING, "ACTIVE COMPLETED FAILING PAUSED_ON_FAILURE PENDING PENDING - DELETING -",
            JobState.ACTIVE, "ACTIVE COMPLETED FAILING PAUSED_ON_FAILURE ACTIVE ACTIVE - DELETING -",
            JobState.FAILING, "ACTIVE COMPLETED FAILING PAUSED_ON_FAILURE FAILING FAILING - DELETING -",
            JobState.PAUSED_ON_FAILURE,
                    "ACTIVE COMPLETED PAUSED_ON_FAILURE PAUSED_ON_FAILURE FAILING PAUSED_ON_FAILURE FAILED DELETING -",
            JobState.FAILED, "FAILED FAILED FAILED FAILED - - - DELETING -",
            JobState.COMPLETED, "COMPLETED COMPLETED COMPLETED COMPLETED COMPLETED ACTIVE - DELETING -",
            JobState.DELETING, "DELETING DELETING DELETING DELETING - - - DELETING DELETED",
            JobState.DELETED, "- - - - - - - - -");

    static Stream<Arguments> everyPair() {
        return Stream.of(JobState.values())
                .flatMap(state -> Stream.of(JobEvent.values()).map(event -> Arguments.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void everyPairFollowsTheTableOrIsRefused(JobState state, JobEvent event) {
        String wanted = TABLE.get(state).split(" ")[event.ordinal()];
        if (wanted.equals("-")) {
            assertThat(JobTransitions.after(state, event)).isEmpty();
            assertThatThrownBy(() -> JobTransitions.change(state, event)).hasMessageContaining("JOB_STATE_REFUSES");
        } else {
            assertThat(JobTransitions.after(state, event)).isEqualTo(Optional.of(JobState.valueOf(wanted)));
        }
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void onlyWhatMayRunFollowsASchedule(JobState state) {
        if (JobTransitions.followsItsSchedule(state)) {
            assertThat(JobTransitions.mayRun(state)).isTrue();
        }
    }
}
