package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.Life;
import io.github.migrationconnector.replication.internal.fake.World;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A run that can't be taken in hand is tried each minute, and told once for each cause. */
final class LeftOutTest {
    private final World world = new World();
    private final Logger log = (Logger) LoggerFactory.getLogger(RunSupervisor.class);
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private Optional<String> inTheWay = Optional.empty();
    private final Daemon daemon =
            new Daemon(world, new Life(world, Life.NEVER), Runnable::run, inTheWayOf(world.database));

    private RunStore inTheWayOf(RunStore store) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("hold") && inTheWay.isPresent()) {
                        throw new Problem("STORE_FULL", inTheWay.get(), "", Retry.WHEN_FREE).asException();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @BeforeEach
    void listen() {
        seen.start();
        log.addAppender(seen);
    }

    @AfterEach
    void close() {
        log.detachAppender(seen);
    }

    private List<String> warnings() {
        return seen.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void isToldOnceForEachCause() {
        inTheWay = Optional.of("full");
        String run = daemon.replication().start(daemon.job().id(), "").id();
        daemon.takeUp();
        daemon.takeUp();
        assertThat(warnings()).hasSize(1).allMatch(line -> line.contains(run) && line.contains("full"));
        inTheWay = Optional.of("being replaced");
        daemon.takeUp();
        daemon.takeUp();
        assertThat(warnings()).hasSize(2).last().asString().contains("being replaced");
        inTheWay = Optional.empty();
        daemon.takeUp();
        assertThat(daemon.replication().run(run).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
        assertThat(warnings()).hasSize(2);
    }
}
