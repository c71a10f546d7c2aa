package io.github.migrationconnector.api.credential;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/** A secret text. Shows nothing of itself, not even its length, and can be wiped. */
public final class Secret implements AutoCloseable {
    private static final int MAX_UTF8_BYTES_A_CHAR = 3;

    private final byte[] utf8;

    private Secret(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Takes a copy of the text. */
    public static Secret of(CharSequence text) {
        // encoded by hand, since String.getBytes would leave a copy that nobody wipes
        byte[] room = new byte[Math.multiplyExact(text.length(), MAX_UTF8_BYTES_A_CHAR)];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        CoderResult end = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text), encoded, true);
        if (!end.isUnderflow()) {
            throw new IllegalArgumentException("not a text");
        }
        Secret secret = new Secret(Arrays.copyOf(room, encoded.position()));
        Arrays.fill(room, (byte) 0);
        return secret;
    }

    /** Takes a copy of UTF-8 bytes. */
    public static Secret ofUtf8(byte[] utf8) {
        return new Secret(utf8.clone());
    }

    /** A copy of the UTF-8 bytes; the caller wipes it. */
    public byte[] toUtf8() {
        return utf8.clone();
    }

    /** Hands the text to a library that wants a string; nothing else should call this. */
    public <T> T reveal(Function<String, T> use) {
        return use.apply(new String(utf8, StandardCharsets.UTF_8));
    }

    /** Whether two secrets are the same, in constant time. */
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(utf8, other.utf8);
    }

    public boolean isEmpty() {
        return utf8.length == 0;
    }

    /** Wipes it. */
    @Override
    public void close() {
        Arrays.fill(utf8, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
