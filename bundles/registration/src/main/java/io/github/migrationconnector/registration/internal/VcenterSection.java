package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.registration.internal.SetupDocument.Paths;
import io.github.migrationconnector.registration.internal.SetupDocument.VcenterSide;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads the section {@code vcenter}: the login, and what is to be trusted. */
final class VcenterSection {
    static final TextRule PASSWORD = TextRule.of("SETUP_PASSWORD_UNFIT", ".+", "Write the password.");

    private static final TextRule HOST = TextRule.of(
            "SETUP_VCENTER_HOST_UNFIT",
            "[^@?#\\s]+",
            "Write HOST or HOST:PORT of vCenter, without a user in it; https:// and /sdk may stand there.");
    private static final TextRule USER =
            TextRule.of("SETUP_VCENTER_USER_UNFIT", "\\S(.{0,126}\\S)?", "Write the login name.");
    private static final TextRule FINGERPRINT = TextRule.of(
            "SETUP_FINGERPRINT_UNFIT",
            "\\s*([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}\\s*",
            "Write the SHA-256 fingerprint of vCenter's certificate: 64 hex digits, with or without colons.");
    private static final String AUTHORITY_UNFIT = "SETUP_AUTHORITY_UNFIT";
    private static final String AUTHORITY_FIX =
            "Write the text of a PEM file with the one certificate of the authority that issues vCenter's.";
    private static final List<String> TRUSTS = List.of("fingerprint", "authority", "authorityFile");
    private static final String[] LOGIN_FIELDS = {"host", "url", "user", "password"};
    private static final String[] ALL_FIELDS = {
        "host", "url", "user", "password", "fingerprint", "authority", "authorityFile"
    };
    private static final int LONGEST_PEM = 64 << 10;

    private VcenterSection() {}

    /** Where vCenter is, and who logs in. */
    record Login(ServerAddress server, String user, Secret password) {}

    static Optional<VcenterSide> read(JsonSection vcenter, Findings findings) {
        vcenter.knowsOnly(ALL_FIELDS);
        Optional<Login> login = fields(vcenter, findings);
        Optional<ServerTrust> trust = trust(vcenter, findings);
        return login.isEmpty() || trust.isEmpty()
                ? Optional.empty()
                : Optional.of(side(
                        login.get(),
                        trust.get(),
                        new Paths(
                                vcenter.pathOf(hostField(vcenter)),
                                vcenter.pathOf(TRUSTS.stream()
                                        .filter(vcenter::has)
                                        .findFirst()
                                        .orElse("fingerprint")))));
    }

    static VcenterSide side(Login login, ServerTrust trust, Paths paths) {
        return new VcenterSide(new VcenterEndpoint(login.server().sdk(), login.user(), trust), login.password(), paths);
    }

    /** {@code url} is its older name. */
    private static String hostField(JsonSection vcenter) {
        return vcenter.has("url") && !vcenter.has("host") ? "url" : "host";
    }

    static Optional<Login> login(JsonSection vcenter, Findings findings) {
        vcenter.knowsOnly(LOGIN_FIELDS);
        return fields(vcenter, findings);
    }

    private static Optional<Login> fields(JsonSection vcenter, Findings findings) {
        int before = findings.count();
        String field = hostField(vcenter);
        if (vcenter.has("url") && vcenter.has("host")) {
            findings.add(vcenter.pathOf("url"), "SETUP_HOST_TWICE", "host stands there too.", "Write one of them.");
        }
        String typed = vcenter.setting(field, HOST);
        String user = vcenter.setting("user", USER);
        Secret password = vcenter.secret("password", PASSWORD);
        if (vcenter.absent() || findings.count() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Login(ServerAddress.parse(typed), user, password));
        } catch (IllegalArgumentException notAnAddress) {
            findings.add(vcenter.pathOf(field), HOST.code(), "It is no address.", HOST.fix());
            return Optional.empty();
        }
    }

    /** Exactly one of the ways to say what is trusted. */
    static Optional<ServerTrust> trust(JsonSection section, Findings findings) {
        long given = TRUSTS.stream().filter(section::has).count();
        if (given > 1) {
            String second =
                    TRUSTS.stream().filter(section::has).skip(1).findFirst().orElseThrow();
            findings.add(
                    section.pathOf(second),
                    "SETUP_TRUST_TWICE",
                    "Something else is trusted already.",
                    "Write only one of: " + String.join(", ", TRUSTS) + ".",
                    String.join(", ", TRUSTS));
            return Optional.empty();
        }
        if (section.has("authority")) {
            return authority(
                    section.longText("authority", LONGEST_PEM, AUTHORITY_UNFIT, AUTHORITY_FIX),
                    section.pathOf("authority"),
                    findings);
        }
        if (section.has("authorityFile")) {
            String file = section.text("authorityFile", OwnFiles.RULE);
            String path = section.pathOf("authorityFile");
            return file.isEmpty()
                    ? Optional.empty()
                    : authority(OwnFiles.certificate(file, path, findings), path, findings);
        }
        String fingerprint = section.setting("fingerprint", FINGERPRINT);
        return fingerprint.isEmpty()
                ? Optional.empty()
                : Optional.of(new ServerTrust.Pinned(Fingerprints.normal(fingerprint)));
    }

    private static Optional<ServerTrust> authority(String pem, String path, Findings findings) {
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(followed(pem));
        } catch (IllegalArgumentException unfit) {
            findings.add(path, AUTHORITY_UNFIT, "It is not the certificate of an authority.", AUTHORITY_FIX);
            return Optional.empty();
        }
    }

    /** Reads the certificate of an authority; {@link IllegalArgumentException} when the text is none. */
    static ServerTrust.Followed followed(String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.US_ASCII)));
            if (certificate.getBasicConstraints() < 0) {
                throw new IllegalArgumentException("it may not issue certificates");
            }
            return new ServerTrust.Followed(Base64.getEncoder().encodeToString(certificate.getEncoded()));
        } catch (CertificateException malformed) {
            throw new IllegalArgumentException("it is not a certificate in PEM", malformed);
        }
    }
}
