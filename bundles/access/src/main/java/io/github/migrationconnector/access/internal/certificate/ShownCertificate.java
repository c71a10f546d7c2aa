package io.github.migrationconnector.access.internal.certificate;

import io.github.migrationconnector.api.certificate.NewCertificate;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.List;

/** Changes the files and the port together: when the port does not take what the files hold, the files are put back. */
public final class ShownCertificate {
    private final TlsFiles files;
    private final Runnable port;
    private final Clock clock;

    /** Over the files of a home; {@code port} makes the port read the key store again. */
    public ShownCertificate(TlsFiles files, Runnable port, Clock clock) {
        this.files = files;
        this.port = port;
        this.clock = clock;
    }

    public HeldCertificate now() {
        return files.held();
    }

    /** The request that waits, in PEM; empty when none does. */
    public String pendingRequest() {
        return files.request();
    }

    public void renew(MachineNames names) {
        show(new CertificateMaker(clock).selfSigned(names));
    }

    /** Keeps a key and gives the request for its certificate; for the names that were typed, or the machine's if none were. */
    public String request(List<String> names, MachineNames machine) {
        CertificateMaker.Request request =
                new CertificateMaker(clock).request(names.isEmpty() ? machine : MachineNames.typed(names));
        files.keepRequest(request.placeholder(), request.pem());
        return request.pem();
    }

    public void install(NewCertificate fresh) {
        ChainFit fit = new ChainFit(clock);
        if (fresh instanceof NewCertificate.Pkcs12 file) {
            SubmittedFiles.Opened opened = SubmittedFiles.pkcs12(file.file(), file.passphrase());
            show(fit.fitted(opened.key(), opened.certificates()));
        } else if (fresh instanceof NewCertificate.Pem text) {
            boolean requested = text.key().isEmpty();
            PrivateKey key = requested
                    ? files.requestedKey().orElseThrow(CertificateProblems::keyMissing)
                    : SubmittedFiles.key(text.key(), text.passphrase());
            show(fit.fitted(key, SubmittedFiles.chain(text.chain())));
            if (requested) {
                files.forgetRequest();
            }
        }
    }

    private void show(HeldCertificate certificate) {
        byte[] before = files.kept();
        files.keep(certificate);
        try {
            port.run();
        } catch (RuntimeException refused) {
            files.restore(before);
            port.run();
            throw CertificateProblems.files("The HTTPS port did not take the certificate", refused);
        }
        files.publish(certificate);
    }
}
