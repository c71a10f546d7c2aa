package io.github.migrationconnector.aws.internal.http;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A request to be sent once.
 *
 * @param method such as {@code PUT}
 * @param target path and query, encoded
 * @param headers all of them but Content-Length
 * @param body what is sent, from its position to its limit; not read after the answer
 * @param destination where the body of a 200 goes; without room for any, it goes into the answer. Not written after the
 *     answer
 */
public record HttpCall(
        String method, String target, Map<String, String> headers, ByteBuffer body, ByteBuffer destination) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** A PUT. */
    public static HttpCall put(String target, Map<String, String> headers, ByteBuffer body) {
        return new HttpCall("PUT", target, headers, body, NOTHING);
    }

    /** A GET whose body has exactly the size of the room in {@code destination}. */
    public static HttpCall get(String target, Map<String, String> headers, ByteBuffer destination) {
        return new HttpCall("GET", target, headers, NOTHING, destination);
    }
}
