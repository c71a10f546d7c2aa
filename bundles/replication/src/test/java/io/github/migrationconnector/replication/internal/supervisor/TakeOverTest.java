package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.Life;
import io.github.migrationconnector.replication.internal.fake.SharedRunStore;
import io.github.migrationconnector.replication.internal.fake.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Two connectors on one database: a run is one's at a time. */
final class TakeOverTest {
    private final World world = new World();
    private final SharedRunStore shared = new SharedRunStore(world.database);
    private final Daemon first = daemon("first");
    private final Daemon second = daemon("second");
    private final List<String> wrong = new ArrayList<>();

    private Daemon daemon(String name) {
        return new Daemon(world, new Life(world, Life.NEVER), Runnable::run, shared.of(name));
    }

    private RunRecord only() {
        assertThat(world.database.all()).hasSize(1);
        return world.database.all().get(0);
    }

    /** Does something amid the first daemon's run, once. */
    private void amidTheRun(Runnable what) {
        world.trouble.beforeSnapshot = () -> {
            world.trouble.beforeSnapshot = () -> {};
            what.run();
        };
    }

    @Test
    void nobodyElseTouchesARunThatIsInHand() {
        amidTheRun(() -> {
            second.keepAfter(Leases.USUAL.minusSeconds(1));
            second.takeUp();
            if (only().phase() != RunPhase.SNAPSHOTTING) {
                wrong.add("the second one worked on it: " + only());
            }
        });
        assertThat(first.run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(wrong).isEmpty();
        assertThat(shared.holderOf(only().id())).isEqualTo("first");
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aRunWhoseConnectorSaysNothingIsTakenOverAndWrittenByOneAlone() {
        amidTheRun(() -> second.keepAfter(Leases.USUAL.plusSeconds(1)));
        first.run();
        assertThat(shared.holderOf(only().id())).isEqualTo("second");
        assertThat(only().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.imageCount()).isEqualTo(1);
        // what the first one made of it too late goes with the next sweep
        second.sweep();
        first.sweep();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void whoKeepsSayingSoLosesNothing() {
        amidTheRun(() -> {
            first.keepAfter(Leases.USUAL.minusSeconds(1));
            second.keepAfter(Leases.USUAL.plusSeconds(1));
        });
        assertThat(first.run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(shared.holderOf(only().id())).isEqualTo("first");
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void whoCannotSaySoForALeaseStopsByItself() {
        amidTheRun(() -> {
            shared.away(true);
            first.keepAfter(Leases.USUAL.minusSeconds(1));
            if (Thread.currentThread().isInterrupted()) {
                wrong.add("it stopped while the run was its own for sure");
            }
            first.keepAfter(Duration.ofSeconds(2));
            if (!Thread.currentThread().isInterrupted()) {
                wrong.add("it goes on with what may be another's by now");
            }
            shared.away(false);
        });
        first.run();
        assertThat(wrong).isEmpty();
        assertThat(only().state()).as("let go where it was").isEqualTo(RunState.ACTIVE);
        second.keepAfter(Leases.USUAL.plusSeconds(2));
        assertThat(only().state()).isEqualTo(RunState.COMPLETED);
        assertThat(shared.holderOf(only().id())).isEqualTo("second");
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void whoseStoreNeverAnswersStopsByItself() {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        amidTheRun(() -> {
            shared.beforeKeep(() -> {
                asked.complete(true);
                answered.join();
            });
            CompletableFuture<Void> keeping = CompletableFuture.runAsync(() -> first.keepAfter(Duration.ZERO));
            asked.join();
            first.watchAfter(Leases.USUAL.minusSeconds(1));
            if (Thread.currentThread().isInterrupted()) {
                wrong.add("it stopped while the run was its own for sure");
            }
            first.watchAfter(Duration.ofSeconds(2));
            if (!Thread.currentThread().isInterrupted()) {
                wrong.add("it goes on with what may be another's by now");
            }
            answered.complete(true);
            keeping.join();
        });
        first.run();
        assertThat(wrong).isEmpty();
        assertThat(only().state()).as("let go where it was").isEqualTo(RunState.ACTIVE);
    }

    @Test
    void whoseStoreBreaksStopsByItself() {
        amidTheRun(() -> {
            shared.beforeKeep(() -> {
                throw new IllegalStateException("planted");
            });
            first.keepAfter(Leases.USUAL.plusSeconds(1));
            if (!Thread.currentThread().isInterrupted()) {
                wrong.add("it goes on with what may be another's by now");
            }
        });
        first.run();
        assertThat(wrong).isEmpty();
        assertThat(only().state()).as("let go where it was").isEqualTo(RunState.ACTIVE);
    }

    /** One of fifty that can't be looked at must not keep the others in two hands. */
    @Test
    void aRunThatCannotBeLookedAtIsLetGoAndKeepsNothingElse() {
        amidTheRun(() -> {
            // another connector has it, and the store does not say what became of it
            Instant later = first.now().plus(Leases.USUAL).plusSeconds(1);
            shared.of("third").hold(only().id(), later, later.plus(Leases.USUAL));
            shared.beforeLook(() -> {
                throw new IllegalStateException("planted");
            });
            first.keepAfter(Duration.ZERO);
            if (!Thread.currentThread().isInterrupted()) {
                wrong.add("it goes on with what is another's");
            }
            shared.beforeLook(() -> {});
        });
        first.run();
        assertThat(wrong).isEmpty();
        assertThat(shared.holderOf(only().id())).isEqualTo("third");
        assertThat(only().state()).as("let go where it was").isEqualTo(RunState.ACTIVE);
    }

    /** A bundle is replaced while a worker of it hangs: what it began may still happen. */
    @Test
    void aWorkerThatDoesNotStopKeepsItsRunFromTheNextLife() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        amidTheRun(() -> {
            hangs.countDown();
            goesOn.join();
        });
        Thread hung = new Thread(first::run);
        hung.start();
        hangs.await();
        first.stop();
        Daemon next = daemon("the next life");
        next.keepAfter(Leases.USUAL.plusSeconds(1));
        next.takeUp();
        assertThat(only().phase()).as("two worked on it").isEqualTo(RunPhase.SNAPSHOTTING);
        assertThat(shared.holderOf(only().id())).isEqualTo("first");
        goesOn.complete(null);
        hung.join();
        next.takeUp();
        assertThat(only().state()).isEqualTo(RunState.COMPLETED);
        assertThat(shared.holderOf(only().id())).isEqualTo("the next life");
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aRunThatWasTakenOverIsNotSaidToBeUnwritable() {
        amidTheRun(() -> second.keepAfter(Leases.USUAL.plusSeconds(1)));
        first.run();
        assertThat(first.whyUnwritten(only().id())).isEmpty();
    }

    @Test
    void aRunThatWasCalledOffElsewhereIsCalledOffHere() {
        amidTheRun(() -> {
            second.replication().cancel(only().id());
            first.keepAfter(Duration.ofSeconds(15));
        });
        assertThat(first.run().state()).isEqualTo(RunState.DELETED);
        assertThat(shared.holderOf(only().id())).isEqualTo("first");
        assertThat(world.complaints()).isEmpty();
    }
}
