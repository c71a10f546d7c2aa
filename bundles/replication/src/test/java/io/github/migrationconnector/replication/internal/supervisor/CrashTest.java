package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.Killed;
import io.github.migrationconnector.replication.internal.fake.Life;
import io.github.migrationconnector.replication.internal.fake.World;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The daemon is killed at every step of a run, before and after each call that leaves it and each write; the next life
 * brings the run to the same end. The steps are those that an undisturbed run takes, so a phase that is added is met here
 * by itself, and one without any step fails.
 */
final class CrashTest {
    /** What a run is, and how it ends when nobody kills it. */
    enum Kind {
        FULL(RunState.COMPLETED, RunState.COMPLETED),
        INCREMENT(RunState.COMPLETED, RunState.COMPLETED),
        /** The guest is shut down first. */
        CUT_OVER(RunState.COMPLETED, RunState.COMPLETED),
        FAILING_IN_TRANSFER(RunState.FAILED, RunState.FAILED),
        FAILING_AT_THE_IMAGE(RunState.FAILED, RunState.FAILED),
        CALLED_OFF(RunState.DELETED, RunState.DELETED),
        /** The wish comes too late, unless the daemon is killed in that very moment. */
        CALLED_OFF_LATE(RunState.COMPLETED, RunState.DELETED);

        private final RunState end;
        private final RunState endOfCleanUp;

        Kind(RunState end, RunState endOfCleanUp) {
            this.end = end;
            this.endOfCleanUp = endOfCleanUp;
        }

        /** The world just before the run that is killed. */
        World world() {
            World world = new World();
            Daemon before = Daemon.immortal(world);
            before.job();
            if (this != FULL) {
                before.run();
                world.guestWrites();
            }
            return world;
        }

        /** Makes the run go wrong; again in each life, since what is wrong stays wrong. */
        void spoil(World world) {
            Problem fatal = Problem.fatal("BROKEN", "it is broken", "Mend it.");
            switch (this) {
                case FULL, INCREMENT, CUT_OVER -> {}
                case FAILING_IN_TRANSFER -> world.trouble.meet("block of 2001", fatal);
                case FAILING_AT_THE_IMAGE -> world.trouble.meet("ImageRegistrar.register", fatal);
                case CALLED_OFF ->
                    world.trouble.atEachBlock = () -> {
                        RunRecord run = world.database.unfinished().get(0);
                        if (!world.database.cancelRequested(run.id())) {
                            world.database.requestCancel(run.id());
                            Thread.currentThread().interrupt();
                        }
                    };
            }
        }

        Run run(Daemon daemon) {
            return this == CUT_OVER ? daemon.cutOver(false) : daemon.run();
        }

        /** How many runs there are with the one that is killed. */
        int runs() {
            return this == FULL ? 1 : 2;
        }

        void heal(World world) {
            world.trouble.next.clear();
            world.trouble.atEachBlock = () -> {};
            world.trouble.atRegistration = () -> {};
        }
    }

    private static List<Life.Step> undisturbed(Kind kind) {
        World world = kind.world();
        kind.spoil(world);
        Daemon daemon = Daemon.immortal(world);
        Run run = kind.run(daemon);
        assertThat(run.state()).as("%s without a kill", kind).isEqualTo(kind.end);
        assertThat(world.complaints()).isEmpty();
        return daemon.steps();
    }

    static Stream<Arguments> everyPhase() {
        return Stream.of(Kind.FULL, Kind.INCREMENT, Kind.CUT_OVER).flatMap(kind -> Stream.of(RunPhase.values())
                .filter(phase -> kind == Kind.CUT_OVER || phase != RunPhase.SHUTTING_DOWN)
                .map(phase -> Arguments.of(kind, phase)));
    }

    @ParameterizedTest
    @MethodSource("everyPhase")
    void aRunThatIsKilledAnywhereInAPhaseEndsEqual(Kind kind, RunPhase phase) {
        List<Life.Step> steps = undisturbed(kind);
        List<Integer> places = IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).phase() == phase)
                .boxed()
                .toList();
        assertThat(places).as("steps of %s", phase).isNotEmpty();
        for (int place : places) {
            killAt(kind, List.of(place), steps.get(place).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FAILING_IN_TRANSFER", "FAILING_AT_THE_IMAGE", "CALLED_OFF", "CALLED_OFF_LATE"})
    void aRunThatEndsBadlyLeavesNothingWhereverItIsKilled(Kind kind) {
        List<Life.Step> steps = undisturbed(kind);
        for (int place = 0; place < steps.size(); place++) {
            killAt(kind, List.of(place), steps.get(place).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void killedSeveralTimes(Kind kind) {
        long seed = 20260304;
        Random random = new Random(seed);
        int steps = undisturbed(kind).size();
        for (int trial = 0; trial < 60; trial++) {
            List<Integer> places =
                    random.ints(3, 0, steps).map(at -> at / 2).boxed().toList();
            killAt(kind, places, "seed " + seed + ", trial " + trial + ", killed at " + places);
        }
    }

    /** Plays the run with a life for each place, then one that nobody ends, then the job's next run. */
    private static void killAt(Kind kind, List<Integer> places, String where) {
        World world = kind.world();
        for (int place : places) {
            kind.spoil(world);
            goOn(new Daemon(world, new Life(world, place)), world, kind);
            world.guestWrites();
        }
        kind.spoil(world);
        goOn(Daemon.immortal(world), world, kind);
        assertThat(world.complaints()).as("%s, %s", kind, where).isEmpty();
        RunRecord run = lastRun(world);
        if (run.ending() == Ending.NONE) {
            assertThat(run.state()).as("%s, %s", kind, where).isEqualTo(RunState.COMPLETED);
            assertThat(run.phase()).isEqualTo(RunPhase.FINISHED);
        } else {
            assertThat(run.state()).as("%s, %s", kind, where).isEqualTo(kind.endOfCleanUp);
        }

        kind.heal(world);
        world.guestWrites();
        assertThat(Daemon.immortal(world).run().state())
                .as("the next run after %s, %s", kind, where)
                .isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints())
                .as("the next run after %s, %s", kind, where)
                .isEmpty();
    }

    private static RunRecord lastRun(World world) {
        List<RunRecord> all = world.database.all();
        return all.get(all.size() - 1);
    }

    /** One life: it takes up what it finds, and starts the run when no life before came that far. */
    private static void goOn(Daemon daemon, World world, Kind kind) {
        try {
            daemon.begin();
            if (world.database.all().size() < kind.runs()) {
                kind.run(daemon);
            }
        } catch (Killed expected) {
            Thread.interrupted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20})
    void aLifeThatHasEndedCanDoNothing(int place) {
        World world = Kind.FULL.world();
        Life life = new Life(world, place);
        Daemon daemon = new Daemon(world, life);
        goOn(daemon, world, Kind.FULL);
        assertThat(life.ended()).isTrue();
        assertThatThrownBy(daemon::takeUp).isInstanceOf(Killed.class);
        assertThat(daemon.steps()).hasSize(place + 1);
    }

    @Test
    void thePlantedFaultsAreSeen() {
        World spoilt = new World();
        Daemon.immortal(spoilt).run();
        assertThat(spoilt.complaints()).isEmpty();
        spoilt.spoilEbs();
        assertThat(spoilt.complaints()).anyMatch(text -> text.contains("is not what was frozen"));
        assertThat(spoilt.complaints()).anyMatch(text -> text.contains("two points in time"));

        World leaking = new World();
        leaking.leakEbs();
        leaking.plantVmSnapshot("connector-x");
        assertThat(leaking.complaints())
                .contains("EBS snapshot left PENDING: snap-leak", "VM snapshot left: connector-x");
    }
}
