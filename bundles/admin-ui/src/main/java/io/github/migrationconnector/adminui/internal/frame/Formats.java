package io.github.migrationconnector.adminui.internal.frame;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Numbers and times as a language writes them. */
public final class Formats {
    private static final int STEP = 1024;
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private Formats() {}

    /** A size: {@code 1.5 GiB}, with a blank that does not end a line. */
    public static String bytes(Number bytes, Language language) {
        double value = bytes.doubleValue();
        int unit = 0;
        while (value >= STEP && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMaximumFractionDigits(unit == 0 || value >= 100 ? 0 : 1);
        return format.format(value) + "\u00a0" + UNITS.get(unit);
    }

    static String number(Number number, Language language) {
        return NumberFormat.getNumberInstance(language.locale()).format(number);
    }

    /** Seconds as {@code hours:minutes:seconds}, which every language reads. */
    static String duration(Number seconds) {
        long all = seconds.longValue();
        return String.format(Locale.ROOT, "%d:%02d:%02d", all / 3_600, all / 60 % 60, all % 60);
    }

    /** A time in UTC, as an element that the page's script turns into the reader's own time; a dash for the epoch. */
    static Object time(Object value, Language language) {
        return time(value, language, FormatStyle.SHORT, "");
    }

    /** The same with its seconds, for what is told line by line. */
    static Object second(Object value, Language language) {
        return time(value, language, FormatStyle.MEDIUM, " data-seconds");
    }

    private static Object time(Object value, Language language, FormatStyle style, String attribute) {
        Instant instant = ((Instant) value).truncatedTo(ChronoUnit.SECONDS);
        if (instant.equals(Instant.EPOCH)) {
            return "–";
        }
        String text = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, style)
                .withLocale(language.locale())
                .withZone(ZoneOffset.UTC)
                .format(instant);
        // only digits and words of the JDK's: nothing to escape
        return new SafeString("<time datetime=\"" + instant + "\"" + attribute + ">" + text + " UTC</time>");
    }
}
