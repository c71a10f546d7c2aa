package io.github.migrationconnector.notifications.internal.watch;

import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Neighbours;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether a server shows a certificate that is not trusted. */
final class TrustWatch implements Watch {
    private final Neighbours neighbours;
    private final String sender;

    TrustWatch(Neighbours neighbours, String sender) {
        this.neighbours = neighbours;
        this.sender = sender;
    }

    @Override
    public Sight look(Instant now) {
        return Sight.of(neighbours.trust().pending().stream()
                .filter(report -> !report.presented().isEmpty())
                .map(report -> changed(report, report.presented().get(0), now))
                .toList());
    }

    private Happening changed(TrustReport report, ServerCertificate shown, Instant now) {
        // the certificate that it was before tells one change from a later one to the same certificate
        List<String> accepted =
                report.accepted().stream().map(ServerCertificate::sha256).toList();
        return new Happening(
                "trust/" + sender + "/" + report.server() + "/"
                        + accepted.stream().findFirst().orElse("") + "/" + shown.sha256(),
                NotificationEvent.VCENTER_CERTIFICATE_CHANGED,
                now,
                new Happening.Words(
                        "The certificate of " + report.server() + " is not trusted",
                        report.why() + " It shows " + shown.shownFingerprint() + " (SHA-256), of " + shown.issuer()
                                + ".",
                        "Compare the fingerprint with the server's own; if it is the same, trust it on the console's"
                                + " page of vCenter's certificate, or by connector trust. Until then work with it waits."),
                Map.of("server", report.server().toString(), "sha256", shown.sha256()));
    }
}
