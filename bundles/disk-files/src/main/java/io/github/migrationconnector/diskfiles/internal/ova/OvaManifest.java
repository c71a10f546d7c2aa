package io.github.migrationconnector.diskfiles.internal.ova;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An OVA's manifest: the digest of each of its files. Format: DMTF DSP0243, "OVF package". */
public final class OvaManifest {
    /** More than any manifest has. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final Pattern LINE =
            Pattern.compile("(SHA1|SHA256|SHA512)\\s*\\(([^)]{1,255})\\)\\s*=\\s*([0-9a-fA-F]{40,128})");

    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * What a file's bytes must come to.
     *
     * @param algorithm {@code SHA-1}, {@code SHA-256} or {@code SHA-512}
     * @param hex the digest, lower case
     */
    public record Entry(String algorithm, String hex) {
        /** Begins to compute it. */
        public MessageDigest begin() {
            try {
                return MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + algorithm, e);
            }
        }

        /** Throws {@code OVA_DAMAGED} when the file is not the one that was packed. */
        public void check(String file, MessageDigest computed) {
            String found = HexFormat.of().formatHex(computed.digest());
            if (!found.equals(hex)) {
                throw OvaProblem.damaged(
                        file + " has the " + algorithm + " digest " + found + ", its manifest says " + hex);
            }
        }
    }

    /** An archive without manifest: nothing can be checked. */
    public OvaManifest() {}

    /** Reads a manifest; a line that is not understood is refused, since it may be the one that counts. */
    public OvaManifest(byte[] text) {
        new String(text, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(this::line);
        if (entries.isEmpty()) {
            throw OvaProblem.damaged("its manifest is empty");
        }
    }

    private void line(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw OvaProblem.damaged("its manifest has a line that is not understood: "
                    + line.substring(0, Math.min(line.length(), 80)));
        }
        String algorithm = matcher.group(1).replace("SHA", "SHA-");
        Entry entry = new Entry(algorithm, matcher.group(3).toLowerCase(Locale.ROOT));
        if (entry.hex().length() != 2 * entry.begin().getDigestLength()
                || entries.put(matcher.group(2), entry) != null) {
            throw OvaProblem.damaged("its manifest has a wrong or a second digest of " + matcher.group(2));
        }
    }

    /**
     * The digest of a file; empty without a manifest.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when there is a manifest, without this file
     */
    public Optional<Entry> of(String file) {
        if (!entries.isEmpty() && !entries.containsKey(file)) {
            throw OvaProblem.damaged("its manifest has no digest of " + file);
        }
        return Optional.ofNullable(entries.get(file));
    }
}
