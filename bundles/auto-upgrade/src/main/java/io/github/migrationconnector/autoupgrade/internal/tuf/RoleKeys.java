package io.github.migrationconnector.autoupgrade.internal.tuf;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may sign for a role.
 *
 * @param keys by key id
 * @param threshold how many of them must
 * @param rootVersion of the root that says so
 */
record RoleKeys(Map<String, TrustedKey> keys, int threshold, long rootVersion) {
    RoleKeys {
        keys = Map.copyOf(keys);
        if (threshold < 1) {
            throw new IllegalArgumentException("a role that needs no signature");
        }
    }

    /** Refuses metadata with too few good signatures. A key counts once, under however many ids it is named. */
    void verify(SignedMetadata metadata) {
        String what = "the " + metadata.role().word() + " metadata, version " + metadata.version() + ",";
        byte[] signed = metadata.signedBytes();
        Set<String> good = new HashSet<>();
        String stranger = "";
        for (Map.Entry<String, byte[]> signature : metadata.signatures().entrySet()) {
            Optional<TrustedKey> key = Optional.ofNullable(keys.get(signature.getKey()));
            if (key.isEmpty()) {
                stranger = signature.getKey();
            } else if (key.get().verifies(signed, signature.getValue())) {
                good.add(key.get().publicHex());
            }
        }
        if (good.size() >= threshold) {
            return;
        }
        if (!stranger.isEmpty()) {
            throw Refusals.keyNotTrusted(what, stranger.replaceAll("[^0-9a-zA-Z]", "?"), rootVersion);
        }
        throw Refusals.unsigned(what, good.size(), threshold);
    }
}
