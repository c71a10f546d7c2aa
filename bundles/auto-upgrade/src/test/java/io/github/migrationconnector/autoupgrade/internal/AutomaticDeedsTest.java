package io.github.migrationconnector.autoupgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.store.StoreCopies;
import io.github.migrationconnector.api.upgrade.UpgradeSource;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What upgrades by themselves ask of others, and what they write down. */
final class AutomaticDeedsTest {
    private static final Instant TIME = Instant.parse("2026-12-01T00:00:00Z");

    private final Others others = new Others();
    private final Hands hands = new Hands();
    private final AutomaticDeeds deeds =
            new AutomaticDeeds(others, hands, new AutomaticDeeds.Kept(null, null, null, null));

    @Test
    void seesACutOverBehindAYoungerRunThatWasMissed() {
        others.runs = List.of(
                run("sms-run-3", RunState.MISSED, false),
                run("sms-run-2", RunState.ACTIVE, true),
                run("sms-run-1", RunState.COMPLETED, false));
        assertThat(deeds.cutOver()).map(Run::id).contains("sms-run-2");
        assertThat(others.activeRuns()).extracting(Run::id).containsExactly("sms-run-2");
    }

    @Test
    void seesNoneWhereNoneGoesOn() {
        others.runs = List.of(run("sms-run-2", RunState.ACTIVE, false), run("sms-run-1", RunState.COMPLETED, true));
        assertThat(deeds.cutOver()).isEmpty();
    }

    @Test
    void doesNotTakeAnAbsentReplicationForOneWithoutRuns() {
        others.away = true;
        assertThatThrownBy(deeds::cutOver).hasMessageContaining("SERVICE_ABSENT");
    }

    @Test
    void writesDownThatAnUpgradeIsCarriedOut() {
        deeds.apply("2", Optional::empty);
        assertThat(others.written).containsExactly(Result.BEGUN);
        assertThat(hands.atTheLast.get()).isEmpty();
        assertThat(others.written).containsExactly(Result.BEGUN, Result.DONE);
    }

    @Test
    void writesDownThatOneWasPutOffAtTheLastMoment() {
        List<String> inTheWay = new ArrayList<>();
        deeds.apply("2", () -> inTheWay.stream().findFirst());
        inTheWay.add("waits for the cut-over sms-run-1");
        assertThat(hands.atTheLast.get()).contains("waits for the cut-over sms-run-1");
        assertThat(others.written).containsExactly(Result.BEGUN, Result.REFUSED);
    }

    @Test
    void writesDownThatOneWasPutOffWhenItWasFetchedAndThatOneFailed() {
        assertThatThrownBy(() -> deeds.apply("2", () -> Optional.of("waits for the cut-over sms-run-1")))
                .hasMessageContaining("UPGRADE_WAITS");
        assertThat(others.written).containsExactly(Result.BEGUN, Result.REFUSED);
        others.written.clear();
        hands.unreadable = true;
        assertThatThrownBy(() -> deeds.apply("2", Optional::empty)).hasMessageContaining("UPGRADE_SOURCE_UNREADABLE");
        assertThat(others.written).containsExactly(Result.BEGUN, Result.FAILED);
    }

    @Test
    void aTrailThatCannotBeWrittenAtTheLastMomentIsNoReasonToGiveUp() {
        deeds.apply("2", Optional::empty);
        others.unwritable = true;
        assertThat(hands.atTheLast.get()).isEmpty();
    }

    private static Run run(String id, RunState state, boolean cutOver) {
        return new Run(
                id,
                "sms-job-1",
                state,
                RunPhase.TRANSFERRING,
                TIME,
                Instant.EPOCH,
                List.of(),
                "",
                List.of(),
                List.of(),
                new RunDetails(RunType.ON_DEMAND, TIME, "", cutOver, "", List.of()));
    }

    /** One job with its runs, and a trail. */
    private static final class Others implements Neighbours {
        private final List<Result> written = new ArrayList<>();
        private List<Run> runs = List.of();
        private boolean away;
        private boolean unwritable;

        @Override
        public Optional<StoreCopies> copies() {
            return Optional.empty();
        }

        @Override
        public Optional<Replication> replication() {
            Job job = new Job("sms-job-1", "vm-1", "web", new JobSpec("vm-1", "", false, 0), TIME, "");
            return away
                    ? Optional.empty()
                    : Optional.of(proxy(Replication.class, name -> name.equals("jobs") ? List.of(job) : runs));
        }

        @Override
        public Optional<Registration> registration() {
            return Optional.empty();
        }

        @Override
        public Optional<Audit> audit() {
            return Optional.of((Audit) Proxy.newProxyInstance(
                    Audit.class.getClassLoader(), new Class<?>[] {Audit.class}, (self, method, values) -> {
                        if (unwritable) {
                            throw new IllegalStateException("planted");
                        }
                        written.add(((AuditEvent) values[0]).result());
                        return null;
                    }));
        }

        private static <T> T proxy(Class<T> type, Function<String, Object> answer) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (self, method, values) -> answer.apply(method.getName())));
        }
    }

    /** Fetches at once, and leaves the last moment to the test. */
    private static final class Hands implements AutomaticDeeds.Hands {
        private Supplier<Optional<String>> atTheLast = Optional::empty;
        private boolean unreadable;

        @Override
        public Releases.Offer look() {
            return new Releases.Offer("2", "");
        }

        @Override
        public void apply(UpgradeSource source, AutomaticDeeds.Hindrances hindrances) {
            if (unreadable) {
                throw Problem.fatal("UPGRADE_SOURCE_UNREADABLE", "it is away", "")
                        .asException();
            }
            hindrances.whenFetched().get().ifPresent(why -> {
                throw UpgradeService.putOff(why);
            });
            atTheLast = hindrances.atTheLast();
        }

        @Override
        public void tidy() {
            throw new AssertionError("nobody asks for that");
        }
    }
}
