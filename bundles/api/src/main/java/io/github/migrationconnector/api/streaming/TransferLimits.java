package io.github.migrationconnector.api.streaming;

/**
 * How hard a transfer may work.
 *
 * @param connections blocks under way at once, 1 to 1024
 * @param bytesPerSecond cap on what is put; 0 for none
 */
public record TransferLimits(int connections, long bytesPerSecond) {
    /** Enough for 1,000 puts a second at a round trip of 60 ms. */
    public static final TransferLimits DEFAULT = new TransferLimits(64, 0);

    public TransferLimits {
        if (connections < 1 || connections > 1024) {
            throw new IllegalArgumentException("connections: 1 to 1024, not " + connections);
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("negative rate");
        }
    }
}
