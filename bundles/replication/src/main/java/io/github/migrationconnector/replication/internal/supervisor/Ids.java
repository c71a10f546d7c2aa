package io.github.migrationconnector.replication.internal.supervisor;

import java.security.SecureRandom;
import java.util.HexFormat;

/** New ids, by the retired service's patterns. */
public final class Ids {
    private static final int BYTES = 8;

    private final SecureRandom random = new SecureRandom();

    String job() {
        return next("sms-job-");
    }

    String run() {
        return next("sms-run-");
    }

    private String next(String prefix) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
