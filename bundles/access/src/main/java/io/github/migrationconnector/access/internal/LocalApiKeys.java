package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.apikey.IssuedApiKey;
import io.github.migrationconnector.api.apikey.SigningKey;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.user.User;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** API keys in the store, their secrets in the credential store. */
@Component(service = ApiKeys.class)
public final class LocalApiKeys implements ApiKeys {
    /** RFC 4648 base 32: 5 bits a character, so 80 in an id. */
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int ID_CHARACTERS = 16;
    private static final String ID_START = "AKIA";
    /** 240 bits, which are 40 characters of base 64. */
    private static final int SECRET_BYTES = 30;

    private static final int LONGEST_DESCRIPTION = 200;
    private static final String FIELD = "secretAccessKey";

    private final Accounts accounts;
    private final PresentCredentials credentials;
    private final Trail trail;
    private final SecureRandom random = new SecureRandom();

    @Activate
    public LocalApiKeys(
            @Reference Accounts accounts, @Reference PresentCredentials credentials, @Reference Audit audit) {
        this.accounts = accounts;
        this.credentials = credentials;
        trail = new Trail(audit);
    }

    /** Where a key's secret is kept. */
    static String recordOf(String accessKeyId) {
        return "api-key." + accessKeyId.toLowerCase(Locale.ROOT);
    }

    @Override
    public List<ApiKey> list() {
        return accounts.keys().list();
    }

    @Override
    public IssuedApiKey create(Actor actor, String owner, Role role, String description) {
        String id = freshId();
        return trail.of(actor, "api-key.create", id + " for " + owner, () -> {
            AccessRules.requireAdministrator(actor);
            User user = accounts.users().find(owner).orElseThrow(AccessRules::noSuchUser);
            AccessRules.requireWithin(user, role);
            if (description.length() > LONGEST_DESCRIPTION) {
                throw Problem.fatal(
                                "DESCRIPTION_TOO_LONG",
                                "The description has more than " + LONGEST_DESCRIPTION + " characters.",
                                "Shorten it.")
                        .asException();
            }
            Instant now = accounts.clock().instant();
            ApiKey key =
                    new ApiKey(id, owner, role, description, Instant.ofEpochMilli(now.toEpochMilli()), Instant.EPOCH);
            Secret secret = freshSecret();
            // the secret first: a key that is listed can be used
            credentials.get().put(recordOf(id), Map.of(FIELD, secret));
            accounts.keys().add(key);
            return new IssuedApiKey(key, secret);
        });
    }

    @Override
    public Optional<SigningKey> find(String accessKeyId) {
        if (!accessKeyId.matches(ApiKey.ACCESS_KEY_ID)) {
            return Optional.empty();
        }
        Optional<Principal> principal = accounts.keys().find(accessKeyId);
        if (principal.isEmpty()) {
            return Optional.empty();
        }
        return credentials
                .get()
                .get(recordOf(accessKeyId), "to check a signed request")
                .map(fields -> new SigningKey(principal.get(), fields.get(FIELD)));
    }

    @Override
    public void revoke(Actor actor, String accessKeyId) {
        trail.of(actor, "api-key.revoke", accessKeyId, () -> {
            AccessRules.requireAdministrator(actor);
            if (!accounts.keys().remove(accessKeyId)) {
                throw Problem.fatal(
                                "API_KEY_NOT_FOUND",
                                "There is no such API key.",
                                "Take an id from the list of API keys.")
                        .asException();
            }
            credentials.get().remove(recordOf(accessKeyId));
        });
    }

    private String freshId() {
        StringBuilder id = new StringBuilder(ID_START);
        for (int position = 0; position < ID_CHARACTERS; position++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    private Secret freshSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }
}
