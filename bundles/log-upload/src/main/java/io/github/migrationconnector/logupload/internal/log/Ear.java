package io.github.migrationconnector.logupload.internal.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.github.migrationconnector.api.log.LogArea;

/** Stands beside the appender of one area, and hears what it writes. */
final class Ear extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final LogArea area;
    private final LiveLog live;

    Ear(LogArea area, LiveLog live) {
        this.area = area;
        this.live = live;
        setName("live-" + area.word());
    }

    @Override
    protected void append(ILoggingEvent event) {
        live.hear(area, event);
    }
}
