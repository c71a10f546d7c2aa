package io.github.migrationconnector.vsphere.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ReadAheadTest {
    private final ReadAhead readAhead = new ReadAhead(8, 6);

    private static int beginAll(ReadAhead.Share share) throws InterruptedException {
        int begun = 0;
        while (share.begin()) {
            begun++;
        }
        return begun;
    }

    private static FutureTask<Boolean> begins(ReadAhead.Share share) {
        FutureTask<Boolean> task = new FutureTask<>(share::begin);
        Thread thread = new Thread(task, "begins");
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && !task.isDone()) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void oneReaderHasAsManyAsOneMayHave() throws Exception {
        try (ReadAhead.Share alone = readAhead.join()) {
            assertThat(beginAll(alone)).isEqualTo(6);
            alone.end();
            assertThat(beginAll(alone)).isEqualTo(1);
        }
    }

    @Test
    void severalHaveEqualShares() throws Exception {
        try (ReadAhead.Share first = readAhead.join();
                ReadAhead.Share second = readAhead.join();
                ReadAhead.Share third = readAhead.join()) {
            assertThat(beginAll(first)).isEqualTo(2);
            assertThat(beginAll(second)).isEqualTo(2);
            assertThat(beginAll(third)).isEqualTo(2);
        }
    }

    @Test
    void whoHasNoneGoesBeforeWhoWantsAnother() throws Exception {
        try (ReadAhead.Share first = readAhead.join()) {
            assertThat(beginAll(first)).isEqualTo(6);
            try (ReadAhead.Share second = readAhead.join();
                    ReadAhead.Share third = readAhead.join()) {
                assertThat(beginAll(second)).isEqualTo(2);
                FutureTask<Boolean> waits = begins(third);
                assertThat(waits.isDone()).isFalse();
                first.end();
                assertThat(waits.get(60, TimeUnit.SECONDS)).isTrue();
                assertThat(first.begin()).isFalse();
            }
        }
    }

    @Test
    void whatAClosedReaderHeldIsFree() throws Exception {
        try (ReadAhead.Share waiting = readAhead.join()) {
            FutureTask<Boolean> waits;
            try (ReadAhead.Share first = readAhead.join();
                    ReadAhead.Share second = readAhead.join()) {
                ReadAhead.Share third = readAhead.join();
                assertThat(beginAll(first) + beginAll(second) + beginAll(third)).isEqualTo(6);
                third.close();
                assertThat(beginAll(first) + beginAll(second)).isEqualTo(0);
                assertThat(second.begin()).isFalse();
                waits = begins(waiting);
                assertThat(waits.get(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(beginAll(waiting)).isEqualTo(5);
        }
    }

    @Test
    void whoWaitsLongerGoesFirst() throws Exception {
        ReadAhead narrow = new ReadAhead(1, 6);
        List<ReadAhead.Share> shares = new ArrayList<>();
        List<FutureTask<Boolean>> waiting = new ArrayList<>();
        try (ReadAhead.Share holder = narrow.join()) {
            assertThat(holder.begin()).isTrue();
            for (int i = 0; i < 5; i++) {
                shares.add(narrow.join());
                waiting.add(begins(shares.get(i)));
            }
        }
        for (int i = 0; i < 5; i++) {
            assertThat(waiting.get(i).get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.subList(i + 1, 5)).noneMatch(FutureTask::isDone);
            shares.get(i).close();
        }
    }

    @Test
    void anInterruptEndsTheWaitingAndTakesNothing() throws Exception {
        ReadAhead narrow = new ReadAhead(1, 6);
        for (int round = 0; round < 200; round++) {
            try (ReadAhead.Share holder = narrow.join();
                    ReadAhead.Share interrupted = narrow.join();
                    ReadAhead.Share patient = narrow.join()) {
                assertThat(holder.begin()).isTrue();
                AtomicBoolean got = new AtomicBoolean();
                Thread thread = new Thread(
                        () -> {
                            try {
                                got.set(interrupted.begin());
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "interrupted");
                thread.start();
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                FutureTask<Boolean> waits = begins(patient);
                // at about the same time: it may have been woken already
                holder.end();
                thread.interrupt();
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
                if (got.get()) {
                    interrupted.end();
                }
                assertThat(waits.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
