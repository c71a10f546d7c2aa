package io.github.migrationconnector.logging.internal;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.migrationconnector.logging.redaction.Redactor;
import java.nio.charset.StandardCharsets;

/** Writes an event by a pattern, for a person, without secrets. */
public final class PlainEncoder extends PatternLayoutEncoder {
    private final Redactor redactor = new Redactor();

    @Override
    public byte[] encode(ILoggingEvent event) {
        return redactor.redact(new String(super.encode(event), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }
}
