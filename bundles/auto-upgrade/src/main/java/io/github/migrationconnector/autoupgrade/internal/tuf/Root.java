package io.github.migrationconnector.autoupgrade.internal.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The root of trust: which keys sign for which role (specification 1.0.33, section 4.3). */
final class Root {
    private static final int MOST_KEYS = 64;

    private final SignedMetadata metadata;
    private final Map<Role, RoleKeys> roles;

    private Root(SignedMetadata metadata, Map<Role, RoleKeys> roles) {
        this.metadata = metadata;
        this.roles = roles;
    }

    /** Reads one; it must at least be signed as it says itself. */
    static Root parse(byte[] bytes) {
        SignedMetadata metadata = SignedMetadata.parse(Role.ROOT, bytes);
        Root root;
        try {
            root = new Root(metadata, roles(metadata));
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("the root metadata", e.getMessage());
        }
        root.keys(Role.ROOT).verify(metadata);
        return root;
    }

    private static Map<Role, RoleKeys> roles(SignedMetadata metadata) {
        if (!metadata.signed().path("consistent_snapshot").asBoolean()) {
            throw new IllegalArgumentException("it does not ask for consistent snapshots");
        }
        Map<String, TrustedKey> keys = keys(metadata.signed().path("keys"));
        Map<Role, RoleKeys> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            JsonNode said = new JsonFields(metadata.signed()).object("roles").path(role.word());
            JsonFields fields = new JsonFields(said);
            Map<String, TrustedKey> own = new LinkedHashMap<>();
            for (JsonNode id : said.path("keyids")) {
                TrustedKey key = keys.get(id.asText());
                if (key == null) {
                    // a key of a kind that is not read here, or none at all; the threshold decides
                    continue;
                }
                own.put(key.keyId(), key);
            }
            int threshold = Math.toIntExact(Math.min(fields.count("threshold"), MOST_KEYS + 1L));
            roles.put(role, new RoleKeys(own, threshold, metadata.version()));
        }
        return roles;
    }

    private static Map<String, TrustedKey> keys(JsonNode said) {
        if (!said.isObject() || said.size() > MOST_KEYS) {
            throw new IllegalArgumentException("it does not have at most " + MOST_KEYS + " keys");
        }
        Map<String, TrustedKey> keys = new LinkedHashMap<>();
        said.fields().forEachRemaining(entry -> {
            JsonNode key = entry.getValue();
            if (key.path("keytype").asText().equals("ed25519")
                    && key.path("scheme").asText().equals("ed25519")) {
                String raw = key.path("keyval").path("public").asText();
                keys.put(entry.getKey(), new TrustedKey(entry.getKey(), raw));
            }
        });
        return keys;
    }

    RoleKeys keys(Role role) {
        return roles.get(role);
    }

    long version() {
        return metadata.version();
    }

    SignedMetadata metadata() {
        return metadata;
    }

    /** Whether another root lets other keys sign for a role. */
    boolean differsIn(Role role, Root other) {
        return !keys(role).keys().equals(other.keys(role).keys());
    }
}
