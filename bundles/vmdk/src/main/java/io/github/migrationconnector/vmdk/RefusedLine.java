package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Lines of a descriptor which say that its files don't hold the guest's bytes, although they can be read. */
enum RefusedLine {
    /** VVols and NFS arrays: the bytes of the parent are known to the storage alone. */
    NATIVE_SNAPSHOT(
            "isNativeSnapshot\\s*=\\s*\"?yes\"?",
            "VMDK_NATIVE_SNAPSHOT",
            "The disk is a native snapshot: the storage array keeps what it stands on, no file does.",
            "Clone the disk, or consolidate the VM's snapshots, then start again."),
    /** The hosted products encrypt the descriptor itself and leave a key safe in front. */
    ENCRYPTED(
            "(?:encryption\\.(?:keySafe|data)|encryptionKeys|keyID)\\s*=.*",
            "VMDK_ENCRYPTED",
            "The disk is encrypted: its files hold what nobody but its VM can read.",
            "Decrypt the VM in vSphere or Workstation first, then start again."),
    /** VM encryption of vSphere is an I/O filter of the disk. */
    ENCRYPTING_FILTER(
            "ddb\\.iofilters\\s*=.*vmwarevmcrypt.*",
            "VMDK_ENCRYPTED",
            "The disk is encrypted (I/O filter vmwarevmcrypt): its files hold what nobody but its VM can read.",
            "Give the VM a storage policy without encryption, then start again.");

    private final Pattern pattern;
    private final String code;
    private final String message;
    private final String fix;

    RefusedLine(String pattern, String code, String message, String fix) {
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        this.code = code;
        this.message = message;
        this.fix = fix;
    }

    /**
     * Looks at one line.
     *
     * @throws ConnectorException when it is one of these
     */
    static void check(String line) {
        Arrays.stream(values())
                .filter(refused -> refused.pattern.matcher(line).matches())
                .findFirst()
                .ifPresent(refused -> {
                    throw Problem.fatal(refused.code, refused.message, refused.fix)
                            .asException();
                });
    }
}
