package io.github.migrationconnector.credentialstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.keyset.KeysetState.Protection;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with the keys, and with all secrets at once, is written down before it is done, or is not done. */
class WrittenDownFirstTest {
    private static final Actor ADMIN = new Actor(new Principal("admin", Role.ADMIN), "10.0.0.1");
    private static final Actor OPERATOR = new Actor(new Principal("olga", Role.OPERATOR), "10.0.0.2");
    private static final Secret PASSPHRASE = Secret.of("a long boot passphrase");

    @TempDir
    private Path home;

    private final ListedTrail trail = new ListedTrail();
    private FileCredentialStore store;

    @BeforeEach
    void fill() {
        store = new FileCredentialStore(new Vault(home, Optional.empty(), new RealDisk()));
        store.put("vcenter", Map.of("password", Secret.of("p1")));
    }

    /** Everything that a person can do with the store, by the name in the trail. */
    private Map<String, ThrowingCallable> deeds(byte[] backup) {
        Map<String, ThrowingCallable> deeds = new LinkedHashMap<>();
        deeds.put("credential.rotate", () -> store.rotate(ADMIN));
        deeds.put("credential.backup", () -> store.backup(ADMIN, PASSPHRASE));
        deeds.put("credential.restore", () -> store.restore(ADMIN, backup, PASSPHRASE));
        deeds.put("credential.protect-by-key-file", () -> store.protectByKeyFile(ADMIN));
        deeds.put("credential.unseal", () -> store.unseal(ADMIN, PASSPHRASE));
        deeds.put("credential.protect-by-passphrase", () -> store.protectByPassphrase(ADMIN, PASSPHRASE));
        return deeds;
    }

    private byte[] backup() {
        store.bindAudit(trail);
        byte[] backup = store.backup(ADMIN, PASSPHRASE);
        store.unbindAudit(trail);
        return backup;
    }

    @Test
    void nothingIsDoneThatCannotBeWrittenDown() {
        byte[] backup = backup();
        store.put("vcenter", Map.of("password", Secret.of("p2")));
        store.bindAudit(trail);
        var before = store.state();
        trail.roomFor(0);
        deeds(backup).forEach((deed, doing) -> refused("AUDIT_UNWRITABLE", doing));
        assertThat(store.state()).isEqualTo(before);
        assertThat(value()).isEqualTo("p2");
    }

    @Test
    void norWhileThereIsNoTrail() {
        byte[] backup = backup();
        var before = store.state();
        deeds(backup).forEach((deed, doing) -> refused("AUDIT_AWAY", doing));
        assertThat(store.state()).isEqualTo(before);
    }

    @Test
    void eachHasARecordBeforeItAndOneAfterIt() throws Throwable {
        byte[] backup = backup();
        store.bindAudit(trail);
        for (Map.Entry<String, ThrowingCallable> deed : deeds(backup).entrySet()) {
            int first = trail.lines().size();
            deed.getValue().call();
            List<String> written = trail.lines().subList(first, trail.lines().size());
            assertThat(written)
                    .containsExactly(
                            "admin " + deed.getKey() + " credential store BEGUN",
                            "admin " + deed.getKey() + " credential store DONE");
        }
    }

    /** It is done by then; that it can't be written yet must not tell anybody that it was not. */
    @Test
    void anOutcomeThatCannotBeWrittenYetFollowsWhenThereIsRoom() {
        store.bindAudit(trail);
        int first = trail.lines().size();
        trail.roomFor(1);
        assertThat(store.rotate(ADMIN).primary()).isEqualTo(2);
        trail.roomFor(100);
        store.get("vcenter", "to log in");
        assertThat(trail.lines().subList(first, trail.lines().size()))
                .containsExactly(
                        "admin credential.rotate credential store BEGUN",
                        "admin credential.rotate credential store DONE",
                        "connector credential.read vcenter: to log in DONE");
    }

    @Test
    void aRefusalIsWrittenDownToo() {
        store.bindAudit(trail);
        int first = trail.lines().size();
        refused("FORBIDDEN", () -> store.protectByPassphrase(OPERATOR, PASSPHRASE));
        assertThat(trail.lines().subList(first, trail.lines().size()))
                .containsExactly(
                        "olga credential.protect-by-passphrase credential store BEGUN",
                        "olga credential.protect-by-passphrase credential store REFUSED");
        assertThat(store.state().protection()).isEqualTo(Protection.KEY_FILE);
    }

    private String value() {
        return store.get("vcenter", "test").orElseThrow().get("password").reveal(text -> text);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(code))
                .satisfies(refusal -> assertThat(refusal.problem().fix()).isNotEmpty());
    }
}
