package io.github.migrationconnector.logging.internal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.migrationconnector.logging.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Writes an event as one line of JSON (RFC 8259), without secrets. Whatever is in the diagnostic context, the ids of run, job
 * and VM for instance, is a field of its own.
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    /** What is longer is no message; it would fill the log alone. */
    private static final int LONGEST_MESSAGE = 16 << 10;

    private static final int LONGEST_ERROR = 48 << 10;
    private static final int LONGEST_VALUE = 256;
    private static final byte[] NOTHING = {};

    private final Redactor redactor = new Redactor();

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonLine line = new JsonLine()
                .field(
                        "time",
                        Instant.ofEpochMilli(event.getTimeStamp())
                                .truncatedTo(ChronoUnit.MILLIS)
                                .toString())
                .field("level", event.getLevel().toString())
                .field("logger", event.getLoggerName())
                .field("thread", clean(event.getThreadName(), LONGEST_VALUE))
                .field("message", clean(event.getFormattedMessage(), LONGEST_MESSAGE));
        for (Map.Entry<String, String> context : event.getMDCPropertyMap().entrySet()) {
            if (context.getKey().matches("[a-z]{1,20}") && context.getValue() != null) {
                line.field(context.getKey(), clean(context.getValue(), LONGEST_VALUE));
            }
        }
        if (event.getThrowableProxy() != null) {
            line.field("error", clean(ThrowableProxyUtil.asString(event.getThrowableProxy()), LONGEST_ERROR));
        }
        return line.end().getBytes(StandardCharsets.UTF_8);
    }

    private String clean(String text, int longest) {
        String whole = String.valueOf(text);
        // cut before and behind: neither is a secret cut in two and so not known, nor does what is put in make it
        // longer
        String clean = redactor.redact(whole.length() > 2 * longest ? whole.substring(0, 2 * longest) : whole);
        return clean.length() > longest ? clean.substring(0, longest) + "…" : clean;
    }
}
