package io.github.migrationconnector.logbridges.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class JavaLogBridgeTest {
    private final java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
    private final Handler[] before = root.getHandlers();
    private final List<String> elsewhere = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logback = (Logger) LoggerFactory.getLogger("of.java");

    @BeforeEach
    void hear() {
        root.addHandler(new Handler() {
            @Override
            public void publish(LogRecord said) {
                elsewhere.add(said.getMessage());
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is open
            }
        });
        log.setContext(logback.getLoggerContext());
        log.start();
        logback.addAppender(log);
    }

    @AfterEach
    void leaveItAsItWas() {
        logback.detachAppender(log);
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        for (Handler handler : before) {
            root.addHandler(handler);
        }
    }

    @Test
    void tellsWhatJavasOwnLoggingIsToldAndWritesItNowhereElse() {
        JavaLogBridge bridge = new JavaLogBridge();
        java.util.logging.Logger.getLogger("of.java").severe("it broke");
        bridge.close();
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(log.list.get(0).getFormattedMessage()).isEqualTo("it broke");
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void whatIsSaidAfterItsEndGoesWhereItWentBefore() {
        Handler[] handlers = root.getHandlers();
        new JavaLogBridge().close();
        java.util.logging.Logger.getLogger("of.java").severe("between two frameworks");
        assertThat(elsewhere).containsExactly("between two frameworks");
        assertThat(log.list).isEmpty();
        assertThat(root.getHandlers()).containsExactly(handlers);
    }
}
