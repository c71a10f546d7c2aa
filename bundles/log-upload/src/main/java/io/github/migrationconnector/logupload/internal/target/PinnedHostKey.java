package io.github.migrationconnector.logupload.internal.target;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Knows one host key by its fingerprint, and no other. */
final class PinnedHostKey implements HostKeyRepository {
    private static final HostKey[] NONE = {};

    private final String fingerprint;
    private volatile String shown = "";

    PinnedHostKey(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** The fingerprint of the key that the other side showed last; empty when it showed none. */
    String shown() {
        return shown;
    }

    /** As {@code ssh-keygen -l} prints it. */
    static String fingerprint(byte[] key) {
        try {
            return "SHA256:"
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public int check(String host, byte[] key) {
        shown = fingerprint(key);
        return shown.equals(fingerprint) ? OK : CHANGED;
    }

    @Override
    public void add(HostKey hostKey, UserInfo answers) {
        // nothing is learned: it was said which key it has to be
    }

    @Override
    public void remove(String host, String type) {
        // nothing is forgotten either
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        // nor this
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "pinned";
    }

    @Override
    public HostKey[] getHostKey() {
        return NONE.clone();
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return NONE.clone();
    }
}
