package io.github.migrationconnector.credentialstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.keyset.KeysetState.Protection;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetTest {
    private static final Actor ADMIN = new Actor(new Principal("admin", Role.ADMIN), "10.0.0.1");
    private static final Secret PASSPHRASE = Secret.of("a long boot passphrase");
    private static final Secret WRONG = Secret.of("another boot passphrase");

    @TempDir
    private Path home;

    private FileCredentialStore store() {
        return witnessed(home);
    }

    private static FileCredentialStore witnessed(Path home) {
        FileCredentialStore store = new FileCredentialStore(new Vault(home, Optional.empty(), new RealDisk()));
        store.bindAudit(new ListedTrail());
        return store;
    }

    private FileCredentialStore filled() {
        return fill(store());
    }

    private static FileCredentialStore fill(FileCredentialStore store) {
        store.put("vcenter", Map.of("password", Secret.of("p1")));
        store.put("aws", Map.of("secretAccessKey", Secret.of("s1"), "sessionToken", Secret.of("t1")));
        return store;
    }

    private static void holds(FileCredentialStore store) {
        assertThat(value(store, "vcenter", "password")).isEqualTo("p1");
        assertThat(value(store, "aws", "sessionToken")).isEqualTo("t1");
    }

    private static String value(FileCredentialStore store, String id, String field) {
        return store.get(id, "test").orElseThrow().get(field).reveal(text -> text);
    }

    @Test
    void rotationSealsAnewAndForgetsTheOldKey() throws IOException {
        FileCredentialStore store = filled();
        String before = Files.readString(record("vcenter"));
        var state = store.rotate(ADMIN);
        assertThat(state.primary()).isEqualTo(2);
        assertThat(state.keys()).isEqualTo(1);
        assertThat(state.records()).isEqualTo(2);
        assertThat(Files.readString(record("vcenter"))).contains("\"key\":2");
        assertThat(Files.readString(record("aws"))).contains("\"key\":2");
        holds(store);
        holds(store());
        Files.writeString(record("vcenter"), before);
        refused("CREDENTIAL_RECORD_DAMAGED", () -> store().get("vcenter", "test"));
    }

    @Test
    void aRotationThatWasCutShortIsFinished() throws IOException {
        FileCredentialStore store = filled();
        DiskThatEnds disk = new DiskThatEnds(new RealDisk());
        for (int steps = 0; ; steps++) {
            disk.left = steps;
            Vault vault = new Vault(home, Optional.empty(), disk);
            try {
                vault.rotate();
                break;
            } catch (ConnectorException cut) {
                holds(store());
            }
        }
        disk.left = Integer.MAX_VALUE;
        Vault vault = new Vault(home, Optional.empty(), disk);
        vault.finishRotation();
        assertThat(vault.state().keys()).isEqualTo(1);
        holds(store());
        assertThat(store.state().records()).isEqualTo(2);
    }

    @Test
    void aDamagedRecordKeepsTheOldKeyAndIsNamed() throws IOException {
        FileCredentialStore store = filled();
        byte[] whole = Files.readAllBytes(record("vcenter"));
        Files.write(record("vcenter"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> store.rotate(ADMIN)).hasMessageContaining("vcenter");
        assertThat(store.state().keys()).isEqualTo(2);
        assertThat(value(store, "aws", "sessionToken")).isEqualTo("t1");
        Files.write(record("vcenter"), whole);
        assertThat(store.rotate(ADMIN).keys()).isEqualTo(1);
        holds(store);
    }

    @Test
    void aKeysetThatWasCutShortIsNeverTakenForAnEmptyOne() throws IOException {
        filled();
        byte[] whole = Files.readAllBytes(keyset());
        for (int length = 0; length < whole.length; length++) {
            Files.write(keyset(), Arrays.copyOf(whole, length));
            refused("CREDENTIAL_KEYS_UNUSABLE", () -> store().get("vcenter", "test"));
            refused("CREDENTIAL_KEYS_UNUSABLE", () -> fill(store()));
        }
        Files.write(keyset(), whole);
        holds(store());
    }

    @Test
    void noChangedBitOfTheKeysetOpensAnything() throws IOException {
        filled();
        byte[] whole = Files.readAllBytes(keyset());
        Random random = new Random(43);
        for (int round = 0; round < 400; round++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(keyset(), changed);
            refused("CREDENTIAL_KEYS_UNUSABLE", () -> store().get("vcenter", "test"));
        }
        Files.write(keyset(), whole);
        holds(store());
    }

    @Test
    void aKeysetOfAYoungerConnectorIsLeftAloneAndItsVersionIsSaid() throws IOException {
        filled();
        String whole = Files.readString(keyset());
        Files.writeString(keyset(), whole.replace("\"format\":1", "\"format\":2"));
        assertThatThrownBy(() -> store().get("vcenter", "test"))
                .hasMessageContaining("CREDENTIAL_KEYS_UNUSABLE")
                .hasMessageContaining("of version 2, and version 1 is read here");
        refused("CREDENTIAL_KEYS_UNUSABLE", () -> fill(store()));
        Files.writeString(keyset(), whole);
        holds(store());
    }

    @Test
    void byPassphraseItIsSealedAtEachStartUntilItIsGiven() {
        FileCredentialStore store = filled();
        assertThat(store.protectByPassphrase(ADMIN, PASSPHRASE).protection()).isEqualTo(Protection.PASSPHRASE);
        assertThat(home.resolve("keys/master.key")).doesNotExist();
        holds(store);

        FileCredentialStore again = store();
        assertThat(again.state().unsealed()).isFalse();
        assertThatThrownBy(() -> again.get("vcenter", "test"))
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().code()).isEqualTo("STORE_SEALED");
                    assertThat(refusal.problem().retry()).isEqualTo(Retry.ON_RESUME);
                    assertThat(refusal.problem().fix()).contains("connector credentials unseal");
                });
        refused("STORE_SEALED", () -> again.put("vcenter", Map.of("password", WRONG)));
        refused("STORE_SEALED", () -> again.rotate(ADMIN));
        refused("PASSPHRASE_WRONG", () -> again.unseal(ADMIN, WRONG));
        refused("TOO_MANY_ATTEMPTS", () -> again.unseal(ADMIN, PASSPHRASE));
        assertThat(home.resolve("keys/master.key")).doesNotExist();

        FileCredentialStore patient = store();
        assertThat(patient.unseal(ADMIN, PASSPHRASE).unsealed()).isTrue();
        holds(patient);
        assertThat(patient.rotate(ADMIN).primary()).isEqualTo(2);
        assertThat(patient.protectByKeyFile(ADMIN).protection()).isEqualTo(Protection.KEY_FILE);
        holds(store());
    }

    @Test
    void aChangeOfTheProtectionThatWasCutShortOpensByTheOneOrByTheOther() {
        filled();
        DiskThatEnds disk = new DiskThatEnds(new RealDisk());
        for (int steps : new int[] {1, 9, 3, 9}) {
            disk.left = steps;
            Vault vault = new Vault(home, Optional.empty(), disk);
            vault.unseal(PASSPHRASE);
            boolean toPassphrase = vault.state().protection() == Protection.KEY_FILE;
            try {
                if (toPassphrase) {
                    vault.protectByPassphrase(PASSPHRASE);
                } else {
                    vault.protectByKeyFile();
                }
            } catch (ConnectorException cut) {
                assertThat(cut.problem().code()).isEqualTo("CREDENTIAL_STORE_UNWRITABLE");
            }
            FileCredentialStore after = store();
            after.unseal(ADMIN, PASSPHRASE);
            holds(after);
        }
    }

    @Test
    void takesThePassphraseFromADescriptor() throws IOException {
        Path given = home.resolve("pipe");
        Files.writeString(given, "a long boot passphrase\nmore\n");
        assertThat(BootPassphrase.read(given).matches(PASSPHRASE)).isTrue();
    }

    @Test
    void aBackupBringsTheSecretsIntoAnotherHome(@TempDir Path other) {
        byte[] backup = filled().backup(ADMIN, PASSPHRASE);
        assertThat(new String(backup, StandardCharsets.UTF_8)).doesNotContain("t1\"", "sessionToken", "vcenter");
        FileCredentialStore elsewhere = witnessed(other);
        elsewhere.put("own", Map.of("password", Secret.of("stays")));
        assertThat(elsewhere.restore(ADMIN, backup, PASSPHRASE)).isEqualTo(2);
        holds(elsewhere);
        assertThat(value(elsewhere, "own", "password")).isEqualTo("stays");
    }

    @Test
    void aDamagedOrForeignBackupChangesNothing(@TempDir Path other) throws IOException {
        byte[] backup = filled().backup(ADMIN, PASSPHRASE);
        FileCredentialStore elsewhere = witnessed(other);
        refused("BACKUP_UNREADABLE", () -> elsewhere.restore(ADMIN, backup, WRONG));
        refused("BACKUP_UNREADABLE", () -> elsewhere.restore(ADMIN, new byte[0], PASSPHRASE));
        refused("BACKUP_UNREADABLE", () -> elsewhere.restore(ADMIN, new byte[2 << 20], PASSPHRASE));
        String text = new String(backup, StandardCharsets.UTF_8);
        byte[] younger = text.replace("\"format\" : 1", "\"format\" : 2").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> elsewhere.restore(ADMIN, younger, PASSPHRASE)).hasMessageContaining("version 2");
        byte[] costly = text.replace("\"memoryKib\" : 65536", "\"memoryKib\" : 2000000000")
                .getBytes(StandardCharsets.UTF_8);
        refused("BACKUP_UNREADABLE", () -> elsewhere.restore(ADMIN, costly, PASSPHRASE));
        Random random = new Random(9);
        for (int round = 0; round < 1; round++) {
            byte[] changed = backup.clone();
            int at = text.indexOf("ciphertext") + 20 + random.nextInt(100);
            changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
            refused("BACKUP_UNREADABLE", () -> elsewhere.restore(ADMIN, changed, PASSPHRASE));
            refused(
                    "BACKUP_UNREADABLE",
                    () -> elsewhere.restore(ADMIN, Arrays.copyOf(backup, random.nextInt(backup.length)), PASSPHRASE));
        }
        assertThat(elsewhere.state().records()).isZero();
    }

    @Test
    void refusesWeakPassphrasesAndWhoeverIsNoAdministrator() {
        FileCredentialStore store = filled();
        Actor operator = new Actor(new Principal("olga", Role.OPERATOR), "x");
        refused("PASSWORD_TOO_WEAK", () -> store.protectByPassphrase(ADMIN, Secret.of("short")));
        refused("PASSWORD_TOO_WEAK", () -> store.backup(ADMIN, Secret.of("short")));
        refused("FORBIDDEN", () -> store.rotate(operator));
        refused("FORBIDDEN", () -> store.backup(operator, PASSPHRASE));
        refused("FORBIDDEN", () -> store.restore(operator, new byte[0], PASSPHRASE));
        refused("FORBIDDEN", () -> store.unseal(operator, PASSPHRASE));
        refused("FORBIDDEN", () -> store.protectByKeyFile(operator));
        refused("FORBIDDEN", () -> store.protectByPassphrase(operator, PASSPHRASE));
    }

    @Test
    void everyReadIsWrittenDownByItsPurposeAlsoOnesBeforeTheTrailCame() {
        FileCredentialStore store = new FileCredentialStore(new Vault(home, Optional.empty(), new RealDisk()));
        fill(store);
        store.get("vcenter", "to log in");
        ListedTrail trail = new ListedTrail();
        store.bindAudit(trail);
        store.get("aws", "to sign");
        store.get("nothing", "to see");
        store.rotate(ADMIN);
        assertThat(trail.lines())
                .containsExactly(
                        "connector credential.write vcenter DONE",
                        "connector credential.write aws DONE",
                        "connector credential.read vcenter: to log in DONE",
                        "connector credential.read aws: to sign DONE",
                        "admin credential.rotate credential store BEGUN",
                        "admin credential.rotate credential store DONE");
        assertThat(trail.lines().toString()).doesNotContain("p1", "t1");
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }

    private Path keyset() {
        return home.resolve("credentials/keyset.json");
    }

    private Path record(String id) {
        return home.resolve("credentials/records/" + id + ".json");
    }
}
