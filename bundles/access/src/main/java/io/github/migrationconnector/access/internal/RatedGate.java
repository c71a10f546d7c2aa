package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGate;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The guard, and limits of the rate for addresses and for principals, each with a bucket of its own. */
@Component(service = RequestGate.class, configurationPid = LocalAccess.PID)
public final class RatedGate implements RequestGate {
    /** Several people and programs may stand behind one address. */
    private static final int BURST_SECONDS = 10;

    private static final int TOO_MANY_REQUESTS = 429;

    private final RequestGuard guard;
    private final RateLimit addresses;
    private final RateLimit principals;

    @Activate
    public RatedGate(@Reference RequestGuard guard, AccessConfig config) {
        this(guard, config.requestsPerSecond(), System::nanoTime);
    }

    RatedGate(RequestGuard guard, int perSecond, LongSupplier nanos) {
        this.guard = guard;
        this.addresses = new RateLimit(perSecond, (double) perSecond * BURST_SECONDS, nanos);
        this.principals = new RateLimit(perSecond, (double) perSecond * BURST_SECONDS, nanos);
    }

    @Override
    public Optional<Refusal> refusal(WebRequest request, String remoteAddress) {
        Optional<Refusal> refusal = guard.refusal(request);
        return refusal.isPresent() || addresses.take(remoteAddress) ? refusal : tooMany();
    }

    @Override
    public Optional<Refusal> refusal(Principal principal) {
        return principals.take(principal.name()) ? Optional.empty() : tooMany();
    }

    private static Optional<Refusal> tooMany() {
        return Optional.of(new Refusal(
                TOO_MANY_REQUESTS,
                Problem.passing(
                        "TOO_MANY_REQUESTS",
                        "more requests came than are let through",
                        "Wait a moment, and ask less often.")));
    }
}
