package io.github.migrationconnector.logbridges.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class JavaLogBridgeTest {
    @Test
    void tellsWhatJavasOwnLoggingIsToldAndWritesItNowhereElse() {
        java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
        Handler[] before = root.getHandlers();
        Logger logback = (Logger) LoggerFactory.getLogger("of.java");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.setContext(logback.getLoggerContext());
        log.start();
        logback.addAppender(log);
        JavaLogBridge bridge = new JavaLogBridge();
        try {
            java.util.logging.Logger.getLogger("of.java").severe("it broke");
            assertThat(root.getHandlers()).hasSize(1);
        } finally {
            bridge.close();
            for (Handler handler : before) {
                root.addHandler(handler);
            }
            logback.detachAppender(log);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(log.list.get(0).getFormattedMessage()).isEqualTo("it broke");
    }
}
