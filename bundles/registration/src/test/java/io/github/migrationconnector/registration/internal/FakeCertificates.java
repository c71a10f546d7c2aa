package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.ServerCertificates;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.TrustState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server that shows what it is told, and a judge that compares fingerprints, or says of a followed authority what it is told. */
final class FakeCertificates implements ServerCertificates {
    /** A real one: the authority's text is read by the product. */
    static final String AUTHORITY_PEM =
            """
            -----BEGIN CERTIFICATE-----
            MIIBkDCCATWgAwIBAgIUMeVmHNNQer+4PnwaoivtMG4KnpQwCgYIKoZIzj0EAwIw
            HDEaMBgGA1UEAwwRUGxhbnRlZCBhdXRob3JpdHkwIBcNMjYxMTMwMTEzNDM4WhgP
            MjEyNjExMDYxMTM0MzhaMBwxGjAYBgNVBAMMEVBsYW50ZWQgYXV0aG9yaXR5MFkw
            EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4Har0k5mNT4x4fD17b9Qh+o8sO8Bin58
            wJX+MVWtcNWzNn3cYBOzit+fIsV2ZX6oC9Gr0PBm0xLmNvk6/5ODkaNTMFEwHQYD
            VR0OBBYEFHDiTq0gACY7Ak/phVyxY0VV+Ln1MB8GA1UdIwQYMBaAFHDiTq0gACY7
            Ak/phVyxY0VV+Ln1MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
            AJE/EqrpoAQ+lcQgIODWTY8aai02xSSvDZjuNJPCfMYGAiEAjE1k5plHdO0U5rn6
            EZ/Jygy+vE6SyY6ocGKXw7Xj4WM=
            -----END CERTIFICATE-----
            """;

    static final String FIRST = "ab".repeat(32);
    static final String SECOND = "cd".repeat(32);

    private final Map<String, ServerCertificate> known = new TreeMap<>();
    final List<ServerAddress> ended = new ArrayList<>();
    TrustState underAuthority = TrustState.TRUSTED;
    private List<ServerCertificate> shown = List.of(certificate(FIRST, "CN=first"));
    private boolean reachable = true;

    ServerCertificate certificate(String sha256, String subject) {
        ServerCertificate made = new ServerCertificate(
                subject,
                "CN=Planted authority",
                List.of("dns:vcenter.example"),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                sha256,
                false,
                "pem of " + sha256);
        known.put(made.pem(), made);
        return made;
    }

    private ServerCertificate authority() {
        return new ServerCertificate(
                "CN=Planted authority",
                "CN=Planted authority",
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                "ef".repeat(32),
                true,
                AUTHORITY_PEM);
    }

    void shows(String sha256, String subject) {
        shown = List.of(certificate(sha256, subject));
    }

    void showsItsAuthorityToo() {
        shown = List.of(shown.get(0), authority());
    }

    void isGone() {
        reachable = false;
    }

    @Override
    public List<ServerCertificate> fetch(ServerAddress server) {
        if (!reachable) {
            throw Problem.passing("SERVER_UNREACHABLE", server + " can't be reached.", "Check the address.")
                    .asException();
        }
        return shown;
    }

    @Override
    public ServerCertificate read(String pem) {
        // the lines may be broken elsewhere
        if (pem.replaceAll("\\s", "").equals(AUTHORITY_PEM.replaceAll("\\s", ""))) {
            return authority();
        }
        if (!known.containsKey(pem)) {
            throw new IllegalArgumentException("no certificate");
        }
        return known.get(pem);
    }

    @Override
    public TrustState judge(ServerAddress server, List<ServerCertificate> presented, ServerTrust trust) {
        return trust instanceof ServerTrust.Pinned pin
                ? presented.get(0).sha256().equals(pin.sha256()) ? TrustState.TRUSTED : TrustState.CHANGED
                : underAuthority;
    }

    @Override
    public void endConnections(ServerAddress server) {
        ended.add(server);
    }
}
