package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set on trial: counted, and put back when its starts fail. */
final class TrialsTest {
    private Home home;
    private Trials trials;

    @BeforeEach
    void make(@TempDir Path directory) throws IOException {
        home = new Home(directory);
        Files.createDirectories(home.sets().resolve("2"));
        trials = new Trials(home);
    }

    private void onTrial(String set, String previous) throws IOException {
        Files.writeString(home.currentSet(), set + "\n");
        Files.writeString(
                home.sets().resolve("trial"), "set " + set + "\nprevious " + previous + "\nstarts 0\nsince t\n");
    }

    @Test
    void nothingIsOnTrialWithoutTheFile() {
        assertThat(trials.begin()).isEmpty();
    }

    @Test
    void aTrialOfAnotherSetThanTheOneInForceIsNone() throws IOException {
        onTrial("2", "1");
        Files.writeString(home.currentSet(), "1\n");
        assertThat(trials.begin()).isEmpty();
        assertThat(home.currentSet()).hasContent("1");
    }

    @Test
    void theFourthStartIsWithTheShippedSetWhenThePreviousIsNotKept() throws IOException {
        onTrial("2", "1");
        assertThat(trials.begin()).isPresent();
        assertThat(trials.begin()).isPresent();
        assertThat(trials.begin()).isPresent();
        assertThat(trials.begin()).isEmpty();
        assertThat(home.currentSet()).doesNotExist();
        assertThat(home.sets().resolve("trial")).doesNotExist();
        assertThat(home.sets().resolve("fell-back"))
                .content()
                .contains("set 2", "previous 1", "reason it was started 3");
    }

    @Test
    void aKeptPreviousSetIsPutBackByName() throws IOException {
        Files.createDirectories(home.sets().resolve("1"));
        onTrial("2", "1");
        assertThat(trials.begin()).isPresent();
        assertThat(trials.isUnderWay()).isTrue();
        assertThat(home.restoreStore()).doesNotExist();
        trials.fallBack("it burnt\ndown");
        assertThat(home.currentSet()).hasContent("1");
        assertThat(home.restoreStore()).as("the store may go back too").hasContent("1");
        assertThat(trials.isUnderWay()).isFalse();
        assertThat(home.sets().resolve("fell-back")).content().contains("reason it burnt down");
    }

    @Test
    void aDamagedCountIsNoLicenceToGoOn() throws IOException {
        onTrial("2", "1");
        Files.writeString(home.sets().resolve("trial"), "set 2\nprevious 1\nstarts many\n");
        assertThat(trials.begin()).isEmpty();
        assertThat(home.currentSet()).doesNotExist();
    }
}
