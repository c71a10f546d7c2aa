package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.NewCertificate;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.trust.ServerCertificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A self-signed certificate; notes what is asked, with what. */
public final class FakeCertificate implements OwnCertificate {
    public final List<String> asked = new ArrayList<>();

    @Override
    public CertificateState state() {
        ServerCertificate own = new ServerCertificate(
                "CN=own",
                "CN=own",
                List.of("dns:old.example"),
                Instant.EPOCH.plusSeconds(1),
                Instant.EPOCH.plusSeconds(2),
                "cd".repeat(32),
                false,
                "PEM");
        return new CertificateState(
                List.of(own),
                CertificateState.Origin.SELF_SIGNED,
                List.of("dns:now.example"),
                List.of("dns:now.example"),
                "It ends.",
                "",
                false);
    }

    @Override
    public CertificateState renew(Actor actor, boolean force) {
        asked.add(actor.principal().name() + " renew" + (force ? " by force" : ""));
        return state();
    }

    @Override
    public String request(Actor actor, List<String> names) {
        asked.add(actor.principal().name() + " request " + names);
        return "REQUEST";
    }

    @Override
    public CertificateState install(Actor actor, NewCertificate fresh) {
        String what = fresh instanceof NewCertificate.Pem pem
                ? "pem " + pem.chain() + " " + pem.key().reveal(text -> text) + " "
                        + pem.passphrase().reveal(text -> text)
                : fresh instanceof NewCertificate.Pkcs12 file
                        ? "pkcs12 " + file.file().reveal(text -> text) + " "
                                + file.passphrase().reveal(text -> text)
                        : "";
        asked.add(actor.principal().name() + " install " + what);
        return state();
    }
}
