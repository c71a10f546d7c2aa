package io.github.migrationconnector.api.access;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What every API for programs asks before it looks into a request: first the address, then, when it is known who asks, the
 * principal. It is the {@link RequestGuard} and a limit of the rate, in that order; one gate for all APIs, so that who spreads
 * requests over several of them gains nothing.
 */
@ProviderType
public interface RequestGate {
    /**
     * Why a request is refused before it is known whose it is.
     *
     * @param request what came
     * @param remoteAddress where it came from
     * @return status 429 {@code TOO_MANY_REQUESTS}, or what {@link RequestGuard#refusal} says; empty when it may go on
     */
    Optional<Refusal> refusal(WebRequest request, String remoteAddress);

    /** Why somebody who was recognised is refused: status 429 {@code TOO_MANY_REQUESTS}; empty when the request may go on. */
    Optional<Refusal> refusal(Principal principal);
}
