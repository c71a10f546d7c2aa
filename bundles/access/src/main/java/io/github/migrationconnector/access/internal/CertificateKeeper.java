package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.access.internal.certificate.HeldCertificate;
import io.github.migrationconnector.access.internal.certificate.HttpsPort;
import io.github.migrationconnector.access.internal.certificate.MachineNames;
import io.github.migrationconnector.access.internal.certificate.OwnNames;
import io.github.migrationconnector.access.internal.certificate.PemText;
import io.github.migrationconnector.access.internal.certificate.ShownCertificate;
import io.github.migrationconnector.access.internal.certificate.TlsFiles;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.CertificateState.Origin;
import io.github.migrationconnector.api.certificate.NewCertificate;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The certificate in the home's {@code tls/}. */
@Component(service = OwnCertificate.class, immediate = true, configurationPid = LocalAccess.PID)
public final class CertificateKeeper implements OwnCertificate {
    /** As long as an authority may need for the next one. */
    private static final Duration SOON = Duration.ofDays(30);

    private static final String TARGET = "https";

    private final ShownCertificate shown;
    private final Consumer<Boolean> strictTransport;
    private final Supplier<MachineNames> machine;
    private final Clock clock;
    private final Trail trail;

    @Activate
    public CertificateKeeper(
            BundleContext context,
            AccessConfig config,
            @Reference HttpsPort port,
            @Reference Audit audit,
            @Reference MenuDoor menu) {
        this(
                shown(new TlsFiles(Path.of(context.getProperty("connector.home"), "tls")), port, menu),
                port::strictTransport,
                machineNames(List.of(config.hostNames())),
                audit);
    }

    /** What the port shows is what the console's menu is told to expect. */
    private static ShownCertificate shown(TlsFiles files, HttpsPort port, MenuDoor menu) {
        menu.publish(files.held().chain());
        return new ShownCertificate(
                files,
                () -> {
                    port.reload();
                    menu.publish(files.held().chain());
                },
                Clock.systemUTC());
    }

    private static Supplier<MachineNames> machineNames(List<String> configured) {
        OwnNames own = new OwnNames();
        return () -> MachineNames.ofThisOne(configured, own.now());
    }

    CertificateKeeper(
            ShownCertificate shown, Consumer<Boolean> strictTransport, Supplier<MachineNames> machine, Audit audit) {
        this.shown = shown;
        this.strictTransport = strictTransport;
        this.machine = machine;
        this.clock = Clock.systemUTC();
        this.trail = new Trail(audit);
        strictTransport.accept(isStrict(shown.now()));
    }

    @Override
    public synchronized CertificateState state() {
        HeldCertificate held = shown.now();
        MachineNames names = machine.get();
        return new CertificateState(
                held.chain().stream().map(PemText::shown).toList(),
                held.selfSigned() ? Origin.SELF_SIGNED : Origin.ISSUED,
                names.written(),
                names.missingFrom(PemText.names(held.own())),
                warning(held.own()),
                shown.pendingRequest(),
                isStrict(held));
    }

    @Override
    public synchronized CertificateState renew(Actor actor, boolean force) {
        return changed(actor, "certificate.renew", () -> {
            if (!force && !shown.now().selfSigned()) {
                throw Problem.fatal(
                                "CERTIFICATE_ISSUED",
                                "An authority issued the certificate that is shown. Browsers that came by it keep for a year"
                                        + " that they may take no other way, and would let nobody past a self-signed one.",
                                "Have the authority issue the next one: request it (certificate csr), and install it. If a"
                                        + " self-signed one is wanted all the same: certificate renew --force.")
                        .asException();
            }
            shown.renew(machine.get());
        });
    }

    @Override
    public synchronized String request(Actor actor, List<String> names) {
        return trail.of(actor, "certificate.request", TARGET, () -> {
            AccessRules.requireAdministrator(actor);
            return shown.request(names, machine.get());
        });
    }

    @Override
    public synchronized CertificateState install(Actor actor, NewCertificate fresh) {
        return changed(actor, "certificate.install", () -> shown.install(fresh));
    }

    private CertificateState changed(Actor actor, String action, Runnable change) {
        trail.of(actor, action, TARGET, () -> {
            AccessRules.requireAdministrator(actor);
            change.run();
            strictTransport.accept(isStrict(shown.now()));
        });
        return state();
    }

    private boolean isStrict(HeldCertificate held) {
        return !held.selfSigned() && held.own().getNotAfter().toInstant().isAfter(clock.instant());
    }

    private String warning(X509Certificate own) {
        Instant end = own.getNotAfter().toInstant();
        if (end.isBefore(clock.instant())) {
            return "It ended on " + end + ".";
        }
        return end.isBefore(clock.instant().plus(SOON)) ? "It ends on " + end + "." : "";
    }
}
