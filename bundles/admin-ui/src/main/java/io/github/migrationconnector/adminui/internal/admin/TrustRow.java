package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.TrustReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One line of two certificates side by side.
 *
 * @param field which line: the end of its text's key
 * @param accepted what stands in the certificate that was accepted; empty when that is not known
 * @param presented what stands in the one that the server shows; empty when nobody has looked
 * @param differs whether both are known and differ
 * @param shape how it is shown
 */
record TrustRow(String field, Optional<Object> accepted, Optional<Object> presented, boolean differs, Shape shape) {
    /** How a value is shown. */
    enum Shape {
        TEXT,
        TIME,
        FINGERPRINT
    }

    /** All lines, in the order in which people compare. */
    static List<TrustRow> of(TrustReport report) {
        Optional<ServerCertificate> accepted = report.accepted().stream().findFirst();
        Optional<ServerCertificate> presented = report.presented().stream().findFirst();
        return List.of(
                row("subject", accepted, presented, ServerCertificate::subject),
                row("issuer", accepted, presented, ServerCertificate::issuer),
                row("names", accepted, presented, certificate -> String.join(", ", certificate.names())),
                row("notBefore", accepted, presented, ServerCertificate::notBefore),
                row("notAfter", accepted, presented, ServerCertificate::notAfter),
                row("sha256", accepted, presented, ServerCertificate::sha256).orAccepted(pinned(report)));
    }

    /** Of a certificate that was accepted by its fingerprint, and never seen while it was shown, nothing else is known. */
    private static Optional<Object> pinned(TrustReport report) {
        return report.differences().stream()
                .filter(difference -> difference.field().equals("sha256"))
                .<Object>map(difference -> Fingerprints.normal(difference.accepted()))
                .findFirst();
    }

    private TrustRow orAccepted(Optional<Object> known) {
        Optional<Object> before = accepted.or(() -> known);
        return new TrustRow(field, before, presented, differ(before, presented), shape);
    }

    private static boolean differ(Optional<Object> before, Optional<Object> now) {
        return before.isPresent() && now.isPresent() && !before.equals(now);
    }

    private static TrustRow row(
            String field,
            Optional<ServerCertificate> accepted,
            Optional<ServerCertificate> presented,
            Function<ServerCertificate, Object> part) {
        Optional<Object> before = accepted.map(part);
        Optional<Object> now = presented.map(part);
        Shape shape = field.equals("sha256") ? Shape.FINGERPRINT : shape(before.or(() -> now));
        return new TrustRow(field, before, now, differ(before, now), shape);
    }

    private static Shape shape(Optional<Object> value) {
        return value.filter(Instant.class::isInstance).isPresent() ? Shape.TIME : Shape.TEXT;
    }
}
