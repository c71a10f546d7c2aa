package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.RandomDisk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrainCrewTest {
    private static final int GRAIN = 65_536;

    private static byte[] deflated(byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(bytes)) {
            deflating.write(content);
        }
        return bytes.toByteArray();
    }

    private static InflateTask task(byte[] compressed, ByteBuffer into) {
        InflateTask task = new InflateTask(GRAIN);
        task.prepare(ByteBuffer.wrap(compressed), 512, into, GRAIN);
        return task;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void inflatesEachIntoItsOwnPlace(int helpers) throws Exception {
        try (GrainCrew<DeflatedGrain> crew = new GrainCrew<>("a.vmdk", () -> new DeflatedGrain("a.vmdk"), helpers)) {
            for (int round = 0; round < 20; round++) {
                List<InflateTask> tasks = new ArrayList<>();
                List<ByteBuffer> rooms = new ArrayList<>();
                for (int grain = 0; grain < 24; grain++) {
                    rooms.add(ByteBuffer.allocate(GRAIN));
                    byte[] content = new RandomDisk(round * 100 + grain, GRAIN).content();
                    tasks.add(task(deflated(content), rooms.get(grain)));
                    crew.submit(tasks.get(grain));
                }
                for (int grain = 23; grain >= 0; grain--) {
                    crew.await(tasks.get(grain));
                    tasks.get(grain).check();
                    assertThat(rooms.get(grain).array())
                            .isEqualTo(new RandomDisk(round * 100 + grain, GRAIN).content());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void tellsWhichGrainIsDamagedAndGoesOn(int helpers) throws Exception {
        try (GrainCrew<DeflatedGrain> crew = new GrainCrew<>("a.vmdk", () -> new DeflatedGrain("a.vmdk"), helpers)) {
            byte[] good = deflated(new RandomDisk(1, GRAIN).content());
            byte[] bad = good.clone();
            bad[0] = 0;
            byte[] tooShort = deflated(new byte[GRAIN - 1]);
            List<InflateTask> tasks = List.of(
                    task(good, ByteBuffer.allocate(GRAIN)),
                    task(bad, ByteBuffer.allocate(GRAIN)),
                    task(tooShort, ByteBuffer.allocate(GRAIN)),
                    task(good, ByteBuffer.allocate(GRAIN)));
            tasks.forEach(crew::submit);
            tasks.forEach(crew::await);
            tasks.get(0).check();
            assertThatThrownBy(tasks.get(1)::check).isInstanceOf(ConnectorException.class);
            assertThatThrownBy(tasks.get(2)::check).hasMessageContaining("65535 bytes");
            tasks.get(3).check();
        }
    }

    @Test
    void endsItsThreads() throws Exception {
        GrainCrew<DeflatedGrain> crew = new GrainCrew<>("ends.vmdk", () -> new DeflatedGrain("a.vmdk"), 3);
        byte[] good = deflated(new RandomDisk(2, GRAIN).content());
        List<InflateTask> tasks = new ArrayList<>();
        for (int grain = 0; grain < 10; grain++) {
            tasks.add(task(good, ByteBuffer.allocate(GRAIN)));
            crew.submit(tasks.get(grain));
        }
        tasks.forEach(crew::await);
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vmdk-grain-ends.vmdk"))
                .toList();
        assertThat(threads).isNotEmpty();
        crew.close();
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
