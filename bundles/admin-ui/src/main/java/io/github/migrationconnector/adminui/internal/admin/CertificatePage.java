package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.NewCertificate;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.ServerCertificate;
import jakarta.servlet.Servlet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What the console itself shows to browsers: seen, renewed, asked of an authority, replaced. Files come as fields of a form, put
 * there by the page's script, so that the guard sees the token as it does everywhere.
 */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "certificate",
            "felix.webconsole.title=Certificate",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=certificate",
            PageServlet.ORDER + ":Integer=59",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class CertificatePage extends FormPage {
    static final String HERE = ROOT + "connector-certificate";
    private static final long serialVersionUID = 1L;

    /** A chain of ten certificates with the longest keys, or such a PKCS #12 file in Base64, has room in it. */
    private static final int LONGEST = 100_000;

    private static final String PEM_FILE = "application/x-pem-file";

    private final transient Services services;

    @Activate
    public CertificatePage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN, Role.ADMIN);
        this.services = services;
    }

    @Override
    protected Answer show(PageRequest request) {
        CertificateState state = services.ownCertificate().state();
        return switch (request.field("file")) {
            case "certificate" ->
                file(
                        "connector.pem",
                        state.chain().stream().map(ServerCertificate::pem).collect(Collectors.joining("\n")));
            case "request" -> file("connector.csr", state.request());
            default -> super.show(request);
        };
    }

    @Override
    protected Answer change(PageRequest request) {
        OwnCertificate own = services.ownCertificate();
        return switch (request.field("action")) {
            case "renew" -> {
                own.renew(request.actor(), !request.field("force").isEmpty());
                yield done("renewed");
            }
            case "request" -> {
                own.request(request.actor(), names(request));
                yield done("requested");
            }
            case "pem" -> installPem(own, request);
            case "pkcs12" -> installPkcs12(own, request);
            default -> throw Fields.unknown();
        };
    }

    private static Answer installPem(OwnCertificate own, PageRequest request) {
        try (Secret key = secret(request, "key");
                Secret passphrase = secret(request, "passphrase")) {
            own.install(request.actor(), new NewCertificate.Pem(bounded(request, "chain"), key, passphrase));
            return done("installed");
        }
    }

    private static Answer installPkcs12(OwnCertificate own, PageRequest request) {
        try (Secret file = secret(request, "file");
                Secret passphrase = secret(request, "passphrase")) {
            own.install(request.actor(), new NewCertificate.Pkcs12(file, passphrase));
            return done("installed");
        }
    }

    private static List<String> names(PageRequest request) {
        return Arrays.stream(bounded(request, "names").split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Secret secret(PageRequest request, String field) {
        return Secret.of(bounded(request, field));
    }

    private static String bounded(PageRequest request, String field) {
        String text = request.field(field).strip();
        if (text.length() > LONGEST) {
            throw Problem.fatal(
                            "CERTIFICATE_UNREADABLE",
                            "That is longer than any certificate.",
                            "Choose a file with the certificate, its chain and its key alone.")
                    .asException();
        }
        return text;
    }

    private static Answer file(String name, String text) {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        return new Answer.Download(name, PEM_FILE, target -> target.write(content));
    }

    private static Answer done(String what) {
        return Answer.goTo(HERE + "?done=" + what);
    }

    @Override
    protected View page(PageRequest request) {
        CertificateState state = services.ownCertificate().state();
        return View.of("certificate").with("state", state).with("own", state.certificate());
    }
}
