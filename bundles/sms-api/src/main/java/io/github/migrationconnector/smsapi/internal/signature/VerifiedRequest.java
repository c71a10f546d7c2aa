package io.github.migrationconnector.smsapi.internal.signature;

import io.github.migrationconnector.api.access.Principal;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a request whose signature is right.
 *
 * @param principal who sent it
 * @param accessKeyId by which key
 * @param time when the client says that it signed
 * @param signature in hex
 */
public record VerifiedRequest(Principal principal, String accessKeyId, Instant time, String signature) {
    public VerifiedRequest {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(accessKeyId, "accessKeyId");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(signature, "signature");
    }
}
