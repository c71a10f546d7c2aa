package io.github.migrationconnector.api.apikey;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.credential.Secret;
import java.util.Objects;

/**
 * What is needed to check a signature; it is not checked yet.
 *
 * @param principal who signs with it: the owner's name and the key's role
 * @param secretAccessKey what they sign with; whoever asked for it wipes it
 */
public record SigningKey(Principal principal, Secret secretAccessKey) {
    public SigningKey {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    }
}
