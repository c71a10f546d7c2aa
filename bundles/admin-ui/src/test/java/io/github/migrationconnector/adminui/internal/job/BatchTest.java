package io.github.migrationconnector.adminui.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.FakeEstate;
import io.github.migrationconnector.api.access.Actor;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Batch batch =
            new Batch("1", Actor.connector(), List.of(FakeEstate.vm("vm-1", "web"), FakeEstate.vm("vm-2", "mail")));

    @Test
    void aLookStaysWhatItWasWhileTheWorkGoesOn() {
        Candidates before = batch.candidates();
        batch.change("vm-1", one -> one.checked(List.of()));
        batch.change("vm-2", one -> one.checked(List.of()));
        assertThat(before.busy()).isTrue();
        assertThat(before.able()).isZero();
        assertThat(before.settled()).isZero();
        assertThat(batch.candidates().busy()).isFalse();
        assertThat(batch.candidates().able()).isEqualTo(2);
    }
}
