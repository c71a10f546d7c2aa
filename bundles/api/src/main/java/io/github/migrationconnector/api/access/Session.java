package io.github.migrationconnector.api.access;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Objects;

/**
 * A login.
 *
 * @param token what the cookie holds
 * @param csrfToken what every state-changing request of this session sends along
 * @param principal whose it is
 */
public record Session(Secret token, String csrfToken, Principal principal) {
    public Session {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(csrfToken, "csrfToken");
        Objects.requireNonNull(principal, "principal");
    }
}
