package io.github.migrationconnector.logbridges.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.LogLevel;

final class OsgiLogBridgeTest {
    private final FakeLogService service = new FakeLogService();
    private final LoggerContext logback = new LoggerContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void shipTheSettings() {
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        log.setContext(logback);
        log.start();
        root.addAppender(log);
    }

    @Test
    void tellsWithTheNameTheTimeTheThreadAndTheError() {
        bridge();
        IllegalStateException error = new IllegalStateException("it broke");
        say(new FakeEntry(1, 7000, "a.component", "a.bundle", LogLevel.ERROR, "can't {} activate", error));
        ILoggingEvent event = log.list.get(0);
        assertThat(event.getLoggerName()).isEqualTo("a.component");
        assertThat(event.getLevel()).isEqualTo(Level.ERROR);
        // its braces are no place for a value
        assertThat(event.getFormattedMessage()).isEqualTo("can't {} activate");
        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("it broke");
        assertThat(event.getTimeStamp()).isEqualTo(7000);
        assertThat(event.getThreadName()).isEqualTo(FakeEntry.THREAD);
        // as each appender does that writes on another thread
        event.prepareForDeferredProcessing();
        assertThat(event.getMDCPropertyMap()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LogService", "ROOT"})
    void callsWhoGivesNoNameByItsBundle(String nameless) {
        bridge();
        say(new FakeEntry(1, 1, nameless, "a.bundle", LogLevel.WARN, null, null));
        assertThat(log.list.get(0).getLoggerName()).isEqualTo("a.bundle");
        assertThat(log.list.get(0).getFormattedMessage()).isEmpty();
    }

    @Test
    void tellsWhoHasNoNameAtAll() {
        service.say(new FakeEntry(1, 1, null, null, LogLevel.ERROR, "by nobody", null));
        service.say(new FakeEntry(2, 2, null, "a.bundle", LogLevel.ERROR, "by a bundle", null));
        service.say(new FakeEntry(3, 3, "LogService", null, LogLevel.ERROR, "by a bundle without a name", null));
        bridge();
        assertThat(messages()).containsExactly("by nobody", "by a bundle", "by a bundle without a name");
        assertThat(log.list)
                .extracting(ILoggingEvent::getLoggerName)
                .containsExactly("LogService", "a.bundle", "LogService");
    }

    @ParameterizedTest
    @MethodSource("whatAMessageMayThrow")
    void oneThatCanNotBeToldKeepsNoOtherFromIt(Throwable thrown) {
        service.say(FakeEntry.of(1, LogLevel.ERROR, "before"));
        service.say(new FakeEntry(2, 2, "a.component", "a.bundle", LogLevel.ERROR, "odd", new Odd(thrown)));
        service.say(FakeEntry.of(3, LogLevel.ERROR, "after"));
        bridge();
        service.deliver();
        assertThat(messages())
                .containsExactly("before", "an entry of the log service, by a.component, can't be told", "after");
        ILoggingEvent complaint = log.list.get(1);
        assertThat(complaint.getLevel()).isEqualTo(Level.WARN);
        assertThat(complaint.getThrowableProxy().getMessage()).isEqualTo("gone");
    }

    static List<Throwable> whatAMessageMayThrow() {
        return List.of(new IllegalStateException("gone"), new NoClassDefFoundError("gone"));
    }

    /** Fails when it is asked what is wrong. */
    private static final class Odd extends Exception {
        private static final long serialVersionUID = 1;

        Odd(Throwable thrown) {
            super(thrown);
        }

        @Override
        public String getMessage() {
            if (getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) getCause();
        }
    }

    @Test
    void tellsWhatWasSaidBeforeInItsOrder() {
        service.say(FakeEntry.of(1, LogLevel.WARN, "first"));
        service.say(FakeEntry.of(2, LogLevel.ERROR, "second"));
        bridge();
        service.say(FakeEntry.of(3, LogLevel.ERROR, "third"));
        // the first two are on their way to listeners still
        service.deliver();
        assertThat(messages()).containsExactly("first", "second", "third");
    }

    @Test
    void tellsNothingTwiceWhenItIsStartedAnew() {
        OsgiLogBridge first = bridge();
        say(FakeEntry.of(1, LogLevel.ERROR, "before"));
        service.say(FakeEntry.of(2, LogLevel.ERROR, "on its way"));
        first.close();
        say(FakeEntry.of(3, LogLevel.ERROR, "meanwhile"));
        bridge();
        assertThat(messages()).containsExactly("before", "on its way", "meanwhile");
    }

    @Test
    void tellsNothingTwiceWhenLogbackIsSetUpAnewToo() {
        OsgiLogBridge first = bridge();
        say(FakeEntry.of(1, LogLevel.ERROR, "before"));
        logback.reset();
        shipTheSettings();
        first.close();
        bridge();
        assertThat(messages()).containsExactly("before");
    }

    @Test
    void aLogServiceThatBeginsItsNumbersAnewIsHeard() {
        bridge();
        say(FakeEntry.of(1, LogLevel.ERROR, "of the first"));
        say(new FakeEntry(1, 9000, "a.component", "a.bundle", LogLevel.ERROR, "of the second", null));
        assertThat(messages()).containsExactly("of the first", "of the second");
    }

    @Test
    void tellsWarningsUnlessLogbackAsksForMore() {
        bridge();
        say(FakeEntry.of(1, LogLevel.INFO, "a service came"));
        logback.getLogger("some").setLevel(Level.DEBUG);
        say(FakeEntry.of(2, LogLevel.DEBUG, "asked for"));
        assertThat(service.getEffectiveLogLevel("some.logger")).isEqualTo(LogLevel.DEBUG);
        logback.getLogger("some").setLevel(null);
        say(FakeEntry.of(3, LogLevel.INFO, "no more"));
        assertThat(messages()).containsExactly("asked for");
    }

    @Test
    void tellsNothingThatLogbackWantsQuiet() {
        bridge();
        logback.getLogger("some").setLevel(Level.OFF);
        say(FakeEntry.of(1, LogLevel.ERROR, "well known"));
        assertThat(messages()).isEmpty();
    }

    @Test
    void leavesTheLevelsAsTheyWere() {
        service.setLogLevels(Map.of("theirs", LogLevel.INFO));
        OsgiLogBridge bridge = bridge();
        logback.getLogger("some").setLevel(Level.DEBUG);
        assertThat(service.getEffectiveLogLevel("theirs")).isEqualTo(LogLevel.INFO);
        bridge.close();
        logback.getLogger("some").setLevel(Level.TRACE);
        assertThat(service.getLogLevels()).containsOnlyKeys("theirs");
    }

    @Test
    void ofTwoLevelsThatChangeAtOnceBothAreTaken() throws InterruptedException {
        bridge();
        Thread other = new Thread(() -> logback.getLogger("other").setLevel(Level.TRACE));
        service.beforeNextLevels(() -> runOrBlock(other));
        logback.getLogger("some").setLevel(Level.DEBUG);
        other.join();
        assertThat(service.getLogLevels()).containsEntry("some", LogLevel.DEBUG).containsEntry("other", LogLevel.TRACE);
    }

    // the next two not by logback's own calls: it takes no listener away while it tells a change

    @Test
    void leavesTheLevelsAsTheyWereWhileOneChanges() throws InterruptedException {
        OsgiLevels levels = new OsgiLevels(logback, service);
        levels.follow();
        Thread end = new Thread(levels::leave);
        service.beforeNextLevels(() -> runOrBlock(end));
        levels.onLevelChange(logback.getLogger("some"), Level.DEBUG);
        end.join();
        assertThat(service.getLogLevels()).isEmpty();
    }

    @Test
    void takesNoLevelThatChangedWhileItLeft() throws InterruptedException {
        OsgiLevels levels = new OsgiLevels(logback, service);
        levels.follow();
        Thread change = new Thread(() -> levels.onLevelChange(logback.getLogger("some"), Level.DEBUG));
        service.beforeNextLevels(() -> runOrBlock(change));
        levels.leave();
        change.join();
        assertThat(service.getLogLevels()).isEmpty();
    }

    /** Starts it, and returns when it has ended or waits for who called this. */
    private static void runOrBlock(Thread thread) {
        thread.start();
        while (thread.getState() != Thread.State.TERMINATED && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }

    private OsgiLogBridge bridge() {
        return new OsgiLogBridge(service, service, logback);
    }

    private void say(FakeEntry entry) {
        service.say(entry);
        service.deliver();
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
