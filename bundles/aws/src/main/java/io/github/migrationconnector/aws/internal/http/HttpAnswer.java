package io.github.migrationconnector.aws.internal.http;

import java.util.Map;

/**
 * An answer that came whole.
 *
 * @param status HTTP status
 * @param headers names in lower case; of a repeated one the first
 * @param body empty when it was received into the call's destination
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    public boolean successful() {
        return status / 100 == 2;
    }

    /** A header's value; empty when it is not there. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
