package io.github.migrationconnector.aws.internal.http;

import java.time.Duration;

/**
 * What bounds a connection.
 *
 * @param connections how many to one endpoint; more calls wait for one
 * @param connect for a TCP connection, and again for the TLS handshake
 * @param idle without a byte in either direction
 * @param call from the first byte sent to the last byte received
 */
public record Limits(int connections, Duration connect, Duration idle, Duration call) {
    public Limits {
        if (connections < 1) {
            throw new IllegalArgumentException(connections + " connections");
        }
        if (connect.toMillis() < 1 || idle.toMillis() < 1 || call.toMillis() < 1) {
            throw new IllegalArgumentException("a time limit of nothing");
        }
    }
}
