package io.github.migrationconnector.credentialstore.internal;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.keyset.Keyset;
import io.github.migrationconnector.api.keyset.KeysetState;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file a record, under {@code credentials/} in the home. Sealed with a key that is itself sealed with the master key: a
 * file that may lie elsewhere ({@code connector.keyfile}), or what a passphrase makes. Without a place for the key that the
 * disk's thief lacks, a key file protects backups and log bundles, not the whole disk.
 */
@Component(
        service = {CredentialStore.class, Keyset.class, HealthProbe.class},
        immediate = true)
public final class FileCredentialStore implements CredentialStore, Keyset, HealthProbe {
    private static final Logger log = LoggerFactory.getLogger(FileCredentialStore.class);
    private static final String KEYS = "credential store";
    private static final String UNSEAL = "credential.unseal";

    private final Vault vault;
    private final ReadTrail trail = new ReadTrail();
    private final Guesses guesses = new Guesses(System::nanoTime);

    @Activate
    public FileCredentialStore(BundleContext context) {
        this(new Vault(
                required(context, "connector.home"),
                Optional.ofNullable(context.getProperty("connector.keyfile")),
                new RealDisk()));
        try {
            Optional.ofNullable(context.getProperty("connector.passphrasefile")).ifPresent(this::unsealFrom);
            if (vault.state().unsealed()) {
                vault.finishRotation();
            } else {
                log.warn("The stored secrets are sealed until the passphrase is given: connector credentials unseal");
            }
        } catch (ConnectorException failure) {
            // the service stays: whoever asks it for a secret gets this answer, not a service that never comes
            log.error("{} {}", failure.problem().message(), failure.problem().fix(), failure);
        }
    }

    FileCredentialStore(Vault vault) {
        this.vault = vault;
    }

    /**
     * A step of something that whoever asked for it has written down before; it is written down after it, so that such a thing
     * can be undone on a full disk as well.
     */
    @Override
    public void put(String id, Map<String, Secret> fields) {
        vault.put(id, fields);
        trail.append(AuditEvent.of(Actor.connector(), "credential.write", id, Result.DONE));
    }

    @Override
    public Optional<Map<String, Secret>> get(String id, String purpose) {
        try {
            Optional<Map<String, Secret>> found = vault.get(id);
            if (found.isPresent()) {
                trail.append(AuditEvent.of(Actor.connector(), "credential.read", id + ": " + purpose, Result.DONE));
            }
            return found;
        } catch (ConnectorException failure) {
            trail.append(AuditEvent.of(Actor.connector(), "credential.read", id + ": " + purpose, Result.FAILED));
            throw failure;
        }
    }

    @Override
    public void remove(String id) {
        vault.remove(id);
        trail.append(AuditEvent.of(Actor.connector(), "credential.remove", id, Result.DONE));
    }

    @Override
    public Set<String> ids() {
        return vault.ids();
    }

    @Override
    public KeysetState state() {
        return vault.state();
    }

    @Override
    public void check() {
        vault.prove();
    }

    @Override
    public KeysetState unseal(Actor actor, Secret passphrase) {
        return audited(actor, UNSEAL, () -> unsealed(passphrase));
    }

    private KeysetState unsealed(Secret passphrase) {
        guesses.require();
        if (!vault.unseal(passphrase)) {
            guesses.wrong();
            throw Problem.fatal("PASSPHRASE_WRONG", "The passphrase is another.", "Type it again.")
                    .asException();
        }
        guesses.right();
        if (vault.state().unsealed()) {
            vault.finishRotation();
        }
        return vault.state();
    }

    @Override
    public KeysetState rotate(Actor actor) {
        return audited(actor, "credential.rotate", () -> {
            vault.rotate();
            return vault.state();
        });
    }

    @Override
    public KeysetState protectByPassphrase(Actor actor, Secret passphrase) {
        return audited(actor, "credential.protect-by-passphrase", () -> {
            vault.protectByPassphrase(passphrase);
            return vault.state();
        });
    }

    @Override
    public KeysetState protectByKeyFile(Actor actor) {
        return audited(actor, "credential.protect-by-key-file", () -> {
            vault.protectByKeyFile();
            return vault.state();
        });
    }

    @Override
    public byte[] backup(Actor actor, Secret passphrase) {
        return audited(actor, "credential.backup", () -> vault.backup(passphrase));
    }

    @Override
    public int restore(Actor actor, byte[] backup, Secret passphrase) {
        return audited(actor, "credential.restore", () -> vault.restore(backup, passphrase));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAudit(Audit audit) {
        trail.arrived(audit);
    }

    void unbindAudit(Audit audit) {
        trail.left(audit);
    }

    @Deactivate
    void close() {
        vault.close();
    }

    /** What can't be written down is not done; how it ended is written down as soon as that can be. */
    private <T> T audited(Actor actor, String action, Supplier<T> work) {
        trail.begin(AuditEvent.of(actor, action, KEYS, Result.BEGUN));
        return concluded(actor, action, () -> {
            if (!actor.principal().role().includes(Role.ADMIN)) {
                throw Problem.fatal(
                                "FORBIDDEN",
                                actor.principal().name() + " is no administrator.",
                                "Ask an administrator.")
                        .asException();
            }
            return work.get();
        });
    }

    private <T> T concluded(Actor actor, String action, Supplier<T> work) {
        Result result = Result.FAILED;
        try {
            T outcome = work.get();
            result = Result.DONE;
            return outcome;
        } catch (ConnectorException failure) {
            result = failure.problem().retry() == Retry.NEVER ? Result.REFUSED : Result.FAILED;
            throw failure;
        } finally {
            trail.append(AuditEvent.of(actor, action, KEYS, result));
        }
    }

    /** At the start, before the audit trail is there: it hears of it when it comes. */
    private void unsealFrom(String source) {
        try (Secret passphrase = BootPassphrase.read(Path.of(source))) {
            concluded(Actor.connector(), UNSEAL, () -> unsealed(passphrase));
        } catch (IOException failure) {
            throw Problem.fatal(
                            "PASSPHRASE_UNREADABLE",
                            "The passphrase can't be read from " + source + ": " + failure.getMessage(),
                            "Open that descriptor for the daemon, or type: connector credentials unseal")
                    .asException(failure);
        }
    }

    private static Path required(BundleContext context, String property) {
        String value = context.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the framework property " + property + " is not set");
        }
        return Path.of(value);
    }
}
