package io.github.migrationconnector.api.credential;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps secrets, encrypted and on disk before a call returns. */
@ProviderType
public interface CredentialStore {
    /**
     * Keeps a record, in place of an older one of that id.
     *
     * @param id such as {@code vcenter} or {@code aws}: lower-case letters, digits, dash, dot
     * @param fields field name to secret
     */
    void put(String id, Map<String, Secret> fields);

    /**
     * Reads a record; the caller wipes the secrets.
     *
     * @param purpose why it is read, for the audit: a few words without secrets
     */
    Optional<Map<String, Secret>> get(String id, String purpose);

    /** Removes a record. No error when it is not there. */
    void remove(String id);

    /** The ids of all records: for those who keep what is in them from leaving the machine. */
    default Set<String> ids() {
        return Set.of();
    }
}
