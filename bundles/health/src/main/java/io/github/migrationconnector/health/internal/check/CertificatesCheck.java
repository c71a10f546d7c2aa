package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.TrustReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** When the certificates end: the connector's own, and those that its servers showed last. */
@Component(service = HealthCheck.class)
public final class CertificatesCheck implements HealthCheck {
    private static final Duration SOON = Duration.ofDays(30);

    private final Neighbours neighbours;
    private final Clock clock;

    @Activate
    public CertificatesCheck(@Reference Neighbours neighbours) {
        this(neighbours, Clock.systemUTC());
    }

    CertificatesCheck(Neighbours neighbours, Clock clock) {
        this.neighbours = neighbours;
        this.clock = clock;
    }

    private record End(String of, Instant at, String fix) {}

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("CERTIFICATES", 10);
    }

    @Override
    public CheckFinding look() {
        List<End> ends = new ArrayList<>();
        ends.add(new End(
                "The console's certificate",
                neighbours.certificate().state().certificate().notAfter(),
                "Renew it, or install another (connector certificate)."));
        for (TrustReport report : neighbours.trust().servers()) {
            report.presented().stream()
                    .map(ServerCertificate::notAfter)
                    .min(Comparator.naturalOrder())
                    .ifPresent(end -> ends.add(new End(
                            "The certificate of " + report.server(),
                            end,
                            "Have it renewed there, then trust the new one here (connector trust).")));
        }
        return finding(ends.stream().min(Comparator.comparing(End::at)).orElseThrow());
    }

    private CheckFinding finding(End first) {
        Instant now = clock.instant();
        long days = ChronoUnit.DAYS.between(now, first.at());
        if (!first.at().isAfter(now)) {
            return CheckFinding.warning("CERTIFICATE_ENDED", first.of() + " ended at " + first.at() + ".", first.fix());
        }
        String why = first.of() + " ends in " + days + " days, before all others.";
        return first.at().isBefore(now.plus(SOON))
                ? CheckFinding.warning("CERTIFICATE_ENDS_SOON", why, first.fix())
                : CheckFinding.ok("HEALTH_CERTIFICATES", why, Long.toString(days));
    }
}
