package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a document would change, and changes it: all of it, or nothing. */
final class SetupChanges {
    /** The settings that say the set-up was made. */
    static final String NAME = "name";

    static final String LICENCE = "licenceAccepted";

    /** Whoever calls for a set-up was recognised as an administrator by the face that took the call. */
    private static final Principal ADMINISTRATOR = new Principal("set-up", Role.ADMIN);

    private final Settings settings;
    private final Supplier<CredentialStore> credentials;
    private final Access access;

    SetupChanges(Settings settings, Supplier<CredentialStore> credentials, Access access) {
        this.settings = settings;
        this.credentials = credentials;
        this.access = access;
    }

    /** What differs from what is in force. */
    List<SetupChange> of(SetupDocument document) {
        List<SetupChange> changes = new ArrayList<>();
        secret(
                changes,
                "aws",
                StoredConnections.AWS_RECORD,
                StoredConnections.recordOf(document.aws().keys()));
        setting(
                changes,
                "aws",
                Settings.AWS,
                StoredConnections.settingsOf(document.aws().endpoints()));
        secret(
                changes,
                "vcenter",
                StoredConnections.VCENTER_RECORD,
                StoredConnections.recordOf(document.vcenter().password()));
        setting(
                changes,
                "vcenter",
                Settings.VCENTER,
                StoredConnections.settingsOf(document.vcenter().endpoint()));
        registration(changes, document);
        // the last: what was set cannot be read back to undo it
        Secret password = document.administratorPassword();
        if (!password.isEmpty() && !access.passwordIs(ADMINISTRATOR, password)) {
            changes.add(new SetupChange(
                    "administrator", () -> access.setPassword(ADMINISTRATOR, password), SetupChanges::nothing));
        }
        return List.copyOf(changes);
    }

    /** Makes the changes; when one fails, those before it are undone. */
    void apply(List<SetupChange> changes) {
        List<SetupChange> made = new ArrayList<>();
        try {
            for (SetupChange change : changes) {
                // undone even when it fails: it may have got half-way
                made.add(0, change);
                change.apply().run();
            }
        } catch (RuntimeException failure) {
            for (SetupChange change : made) {
                try {
                    change.undo().run();
                } catch (RuntimeException another) {
                    failure.addSuppressed(another);
                }
            }
            throw failure;
        }
    }

    private void registration(List<SetupChange> changes, SetupDocument document) {
        Map<String, String> before = settings.get(Settings.REGISTRATION);
        Map<String, String> wanted = new HashMap<>(before);
        if (!document.name().isEmpty()) {
            wanted.put(NAME, document.name());
        }
        boolean renamed = !wanted.equals(before);
        wanted.put(LICENCE, "true");
        if (renamed) {
            setting(changes, "connector", Settings.REGISTRATION, wanted);
        } else {
            setting(changes, "licence", Settings.REGISTRATION, wanted);
        }
    }

    private void setting(List<SetupChange> changes, String section, String pid, Map<String, String> wanted) {
        Map<String, String> before = settings.get(pid);
        if (!before.equals(wanted)) {
            changes.add(new SetupChange(section, () -> settings.put(pid, wanted), () -> settings.put(pid, before)));
        }
    }

    private void secret(List<SetupChange> changes, String section, String id, Map<String, Secret> wanted) {
        CredentialStore store = credentials.get();
        Optional<Map<String, Secret>> before = store.get(id, "a set-up compares");
        if (before.isEmpty() || !same(before.get(), wanted)) {
            changes.add(new SetupChange(
                    section,
                    () -> store.put(id, wanted),
                    () -> before.ifPresentOrElse(old -> store.put(id, old), () -> store.remove(id))));
        }
    }

    private static boolean same(Map<String, Secret> one, Map<String, Secret> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(field -> other.get(field.getKey()).matches(field.getValue()));
    }

    private static void nothing() {
        // a password that was not set needs no undoing
    }
}
