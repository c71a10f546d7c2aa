package io.github.migrationconnector.replication.internal.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The catalog's ids of servers. */
public final class ServerIds {
    private static final int DIGITS = 17;

    private ServerIds() {}

    /** The same for the same VM of the same vCenter, whatever its name, folder and managed object id are. */
    public static String of(String vcenterId, String instanceUuid) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((vcenterId + "\n" + instanceUuid).getBytes(StandardCharsets.UTF_8));
            return "s-" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
