package io.github.migrationconnector.api.credential;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Keeps secrets for a test. */
public final class InMemoryCredentialStore implements CredentialStore {
    private final Map<String, Map<String, Secret>> records = new ConcurrentHashMap<>();

    @Override
    public void put(String id, Map<String, Secret> fields) {
        records.put(checked(id), copied(fields));
    }

    @Override
    public Optional<Map<String, Secret>> get(String id, String purpose) {
        return Optional.ofNullable(records.get(checked(id))).map(InMemoryCredentialStore::copied);
    }

    @Override
    public void remove(String id) {
        records.remove(checked(id));
    }

    private static Map<String, Secret> copied(Map<String, Secret> fields) {
        return fields.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> Secret.ofUtf8(entry.getValue().toUtf8())));
    }

    private static String checked(String id) {
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("not the id of a record: " + id);
        }
        return id;
    }
}
