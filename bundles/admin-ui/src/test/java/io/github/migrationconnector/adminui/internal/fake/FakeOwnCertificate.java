package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.NewCertificate;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Shows one certificate; notes what was asked for. */
public final class FakeOwnCertificate implements OwnCertificate {
    public final List<String> asked = new ArrayList<>();
    public CertificateState.Origin origin = CertificateState.Origin.SELF_SIGNED;
    private String request = "";

    @Override
    public CertificateState state() {
        return new CertificateState(
                List.of(FakeTrust.OLD),
                origin,
                List.of("dns:connector.example"),
                List.of("ip:192.0.2.9"),
                "",
                request,
                false);
    }

    @Override
    public CertificateState renew(Actor actor, boolean force) {
        asked.add("renew" + (force ? " by force" : ""));
        return state();
    }

    @Override
    public String request(Actor actor, List<String> names) {
        asked.add("request " + names);
        request = "-----BEGIN CERTIFICATE REQUEST-----";
        return request;
    }

    @Override
    public CertificateState install(Actor actor, NewCertificate fresh) {
        if (fresh instanceof NewCertificate.Pem pem) {
            if (pem.chain().isEmpty()) {
                throw Problem.fatal("CERTIFICATE_UNREADABLE", "None.", "Another.")
                        .asException();
            }
            asked.add("pem " + pem.chain() + " " + pem.key().<String>reveal(text -> text));
        } else if (fresh instanceof NewCertificate.Pkcs12 store) {
            asked.add("pkcs12 " + store.file().<String>reveal(text -> text));
        }
        return state();
    }
}
