package io.github.migrationconnector.logging.redaction;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Secrets that are known by their values, in every guise in which one leaks. */
final class KnownValues {
    /** A shorter one would be found in ordinary words. */
    private static final int SHORTEST = 6;

    /** Base64 takes three bytes at a time: a value in the midst of others has one of three forms. */
    private static final int ALIGNMENTS = 3;

    private final List<String> guises;

    KnownValues(Collection<String> values) {
        Set<String> all = new TreeSet<>();
        values.stream().filter(value -> value.length() >= SHORTEST).forEach(value -> {
            all.addAll(guises(value));
            // as it stands within JSON
            all.addAll(guises(value.replace("\\", "\\\\").replace("\"", "\\\"")));
        });
        // the longest first: one may be a part of another
        guises = all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String remove(String text) {
        String clean = text;
        for (String guise : guises) {
            if (clean.contains(guise)) {
                clean = clean.replace(guise, Redactor.REDACTED);
            }
        }
        return clean;
    }

    private static Set<String> guises(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        Set<String> guises = new TreeSet<>();
        guises.add(value);
        guises.add(form);
        guises.add(form.replace("+", "%20"));
        guises.add(form.replace("+", "%20").replace("%2F", "/"));
        guises.add(HexFormat.of().formatHex(bytes));
        guises.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (int before = 0; before < ALIGNMENTS; before++) {
            guises.add(core(Base64.getEncoder(), bytes, before));
            guises.add(core(Base64.getUrlEncoder(), bytes, before));
        }
        guises.removeIf(guise -> guise.length() < SHORTEST);
        return guises;
    }

    /** The characters of a value in Base64 that don't depend on its neighbours. */
    private static String core(Base64.Encoder encoder, byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        int first = before == 0 ? 0 : before + 1;
        int last = shifted.length % ALIGNMENTS == 0 ? text.length() : text.length() - 1;
        return first < last ? text.substring(first, last) : "";
    }
}
