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
    static final String UPLOAD_LOGS = "uploadLogs";
    static final String AUTO_UPGRADE = "autoUpgrade";

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
                StoredConnections.settingsOf(
                        document.aws().endpoints(), document.aws().role()));
        proxyPassword(changes, document.aws().endpoints().proxy().password());
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
        Secret password = document.own().administratorPassword();
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
        if (!document.own().name().isEmpty()) {
            wanted.put(NAME, document.own().name());
        }
        boolean renamed = !wanted.equals(before);
        wanted.putAll(document.own().preferences());
        String section = renamed ? "connector" : wanted.equals(before) ? "licence" : "preferences";
        wanted.put(LICENCE, "true");
        setting(changes, section, Settings.REGISTRATION, wanted);
    }

    private void proxyPassword(List<SetupChange> changes, Secret password) {
        CredentialStore store = credentials.get();
        String id = StoredConnections.PROXY_RECORD;
        if (!password.isEmpty()) {
            secret(changes, "proxy", id, StoredConnections.recordOf(password));
            return;
        }
        store.get(id, "a set-up compares")
                .ifPresent(before ->
                        changes.add(new SetupChange("proxy", () -> store.remove(id), () -> store.put(id, before))));
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
