package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.ServerCertificates;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.ServerTrust.Followed;
import io.github.migrationconnector.api.trust.ServerTrust.Pinned;
import io.github.migrationconnector.api.trust.TrustDifference;
import io.github.migrationconnector.api.trust.TrustState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is said of trust, and how it is read. */
final class TrustWords {
    private TrustWords() {}

    static String why(TrustState state) {
        return switch (state) {
            case TRUSTED -> "It shows what is trusted.";
            case UNKNOWN -> "Nothing was accepted of this server.";
            case CHANGED -> "It shows another certificate than the accepted one.";
            case NAME_MISMATCH -> "The followed authority issued its certificate for another name.";
            case UNKNOWN_ISSUER -> "Another authority than the followed one issued its certificate.";
            case NOT_VALID -> "Its certificate, or the followed authority's, is not valid now.";
        };
    }

    static String fix(TrustState state) {
        return switch (state) {
            case TRUSTED -> "Nothing is to be done.";
            case UNKNOWN, CHANGED -> "Compare the fingerprint on the server itself, then accept it.";
            case NAME_MISMATCH ->
                "Set the server up by a name that its certificate carries, have that name put into it, or accept the"
                        + " certificate by its fingerprint.";
            case UNKNOWN_ISSUER ->
                "Give the certificate of the authority that issued the server's, or accept that one.";
            case NOT_VALID -> "Renew the certificate, and compare the clocks of both sides.";
        };
    }

    /** Field by field, side by side; of an accepted certificate whose text is not known, the fingerprint. */
    static List<TrustDifference> differences(
            ServerTrust trust, List<ServerCertificate> accepted, List<ServerCertificate> presented) {
        ServerCertificate now = presented.get(0);
        List<TrustDifference> differences = new ArrayList<>();
        if (accepted.isEmpty()) {
            if (trust instanceof Pinned pin) {
                differences.add(new TrustDifference("sha256", pin.sha256(), now.sha256()));
            }
            return differences;
        }
        ServerCertificate before = accepted.get(0);
        compare(differences, "subject", ServerCertificate::subject, before, now);
        compare(differences, "issuer", ServerCertificate::issuer, before, now);
        compare(differences, "names", one -> String.join(", ", one.names()), before, now);
        compare(differences, "notBefore", one -> one.notBefore().toString(), before, now);
        compare(differences, "notAfter", one -> one.notAfter().toString(), before, now);
        compare(differences, "sha256", ServerCertificate::sha256, before, now);
        return differences;
    }

    private static void compare(
            List<TrustDifference> differences,
            String field,
            Function<ServerCertificate, String> text,
            ServerCertificate before,
            ServerCertificate now) {
        if (!text.apply(before).equals(text.apply(now))) {
            differences.add(new TrustDifference(field, text.apply(before), text.apply(now)));
        }
    }

    /**
     * The authority that is given, or the last one of the chain.
     *
     * @throws ConnectorException {@code TRUST_AUTHORITY_UNFIT}
     */
    static Followed authority(ServerCertificates reader, List<ServerCertificate> presented, String pem) {
        if (!pem.isBlank()) {
            try {
                return VcenterSection.followed(reader.read(pem).pem());
            } catch (IllegalArgumentException unfit) {
                throw unfit("The text given is not the certificate of an authority.");
            }
        }
        return presented.stream()
                .skip(1)
                .filter(ServerCertificate::authority)
                .reduce((first, later) -> later)
                .map(last -> VcenterSection.followed(last.pem()))
                .orElseThrow(() -> unfit("The server shows no authority with its certificate."));
    }

    private static ConnectorException unfit(String what) {
        return Problem.fatal(
                        "TRUST_AUTHORITY_UNFIT",
                        what,
                        "Give the authority's certificate as PEM; vCenter's own is at https://VCENTER/certs/download.zip.")
                .asException();
    }

    static String pem(Followed authority) {
        return "-----BEGIN CERTIFICATE-----\n" + authority.certificate() + "\n-----END CERTIFICATE-----\n";
    }
}
