package io.github.migrationconnector.api.source;

import java.util.Arrays;
import java.util.Random;

/**
 * What a test disk holds: runs of random bytes and of zeros, of odd lengths, the same for the same seed.
 *
 * @param seed makes the content
 * @param capacityBytes its size
 */
public record RandomDisk(long seed, int capacityBytes) {
    private static final int MAX_RUN_BYTES = 300_000;

    /** Its bytes; a new array each time. */
    public byte[] content() {
        Random random = new Random(seed);
        byte[] content = new byte[capacityBytes];
        int offset = 0;
        while (offset < capacityBytes) {
            int run = Math.min(1 + random.nextInt(MAX_RUN_BYTES), capacityBytes - offset);
            if (random.nextInt(3) > 0) {
                byte[] bytes = new byte[run];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, content, offset, run);
            }
            offset += run;
        }
        return content;
    }

    /** The bytes of one area. */
    public byte[] content(Extent area) {
        return Arrays.copyOfRange(content(), (int) area.offsetBytes(), (int) area.endBytes());
    }
}
