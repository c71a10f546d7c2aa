package io.github.migrationconnector.api.access;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Refuses requests that a foreign web page made a user's browser send. It says nothing of who the user is.
 *
 * <p>It stands before every servlet anyway; each face asks it again, so that a gap in the wiring does not open the face.
 */
@ProviderType
public interface RequestGuard {
    /** Why a request is refused; empty when it may go on. */
    Optional<Refusal> refusal(WebRequest request);
}
