package io.github.migrationconnector.credentialstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.CredentialStoreContract;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreTest extends CredentialStoreContract {
    private static final String PLANTED = "planted-hunter2-planted";

    @TempDir
    private Path home;

    @Override
    protected CredentialStore store() {
        return new FileCredentialStore(new Vault(home, Optional.empty(), new RealDisk()));
    }

    @Test
    void writesNoSecretInTheClearAndFilesForTheOwnerOnly() throws IOException {
        plant();
        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain(PLANTED, "hunter2");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .endsWith("------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(masterKey())))
                .isEqualTo("r--------");
        assertThat(Files.size(masterKey())).isEqualTo(32);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() throws IOException {
        plant();
        String first = Files.readString(record("vcenter"));
        plant();
        assertThat(Files.readString(record("vcenter"))).isNotEqualTo(first);
    }

    @Test
    void theProbePassesAndStoresNothing() throws IOException {
        plant();
        List<Path> before = files();
        new FileCredentialStore(new Vault(home, Optional.empty(), new RealDisk())).check();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void theProbeFailsWithoutTheRightKey() throws IOException {
        plant();
        Files.delete(masterKey());
        Files.write(masterKey(), new byte[32]);
        FileCredentialStore store = new FileCredentialStore(new Vault(home, Optional.empty(), new RealDisk()));
        assertThatThrownBy(store::check)
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .extracting(failure -> failure.problem().retry())
                .isEqualTo(Retry.NEVER);
    }

    @Test
    void takesAKeyFileFromElsewhere(@TempDir Path elsewhere) {
        Path key = elsewhere.resolve("a/b.key");
        FileCredentialStore store =
                new FileCredentialStore(new Vault(home, Optional.of(key.toString()), new RealDisk()));
        store.put("aws", Map.of("secretAccessKey", Secret.of("x")));
        assertThat(key).exists();
        assertThat(masterKey()).doesNotExist();
    }

    @Test
    void refusesARecordInTheOthersPlace() throws IOException {
        plant();
        Files.copy(record("vcenter"), record("aws"));
        refused("CREDENTIAL_RECORD_DAMAGED", () -> store().get("aws", "test"));
    }

    @Test
    void refusesAFieldInTheOthersPlace() throws IOException {
        store().put("aws", Map.of("one", Secret.of("11111"), "two", Secret.of("22222")));
        String stored = Files.readString(record("aws"));
        Files.writeString(
                record("aws"),
                stored.replace("\"one\"", "\"x\"").replace("\"two\"", "\"one\"").replace("\"x\"", "\"two\""));
        refused("CREDENTIAL_RECORD_DAMAGED", () -> store().get("aws", "test"));
    }

    @Test
    void refusesARecordThatLacksAField() throws IOException {
        store().put("aws", Map.of("one", Secret.of("11111")));
        String one = Files.readString(record("aws"));
        store().put("aws", Map.of("one", Secret.of("11111"), "two", Secret.of("22222")));
        String both = Files.readString(record("aws"));
        String namesOfBoth = both.substring(both.indexOf("\"names\""));
        Files.writeString(record("aws"), one.substring(0, one.indexOf("\"names\"")) + namesOfBoth);
        refused("CREDENTIAL_RECORD_DAMAGED", () -> store().get("aws", "test"));
    }

    @Test
    void refusesTheRecordOfAnotherHome(@TempDir Path other) throws IOException {
        plant();
        new FileCredentialStore(new Vault(other, Optional.empty(), new RealDisk()))
                .put("vcenter", Map.of("password", Secret.of("other")));
        Files.copy(
                other.resolve("credentials/records/vcenter.json"),
                record("vcenter"),
                StandardCopyOption.REPLACE_EXISTING);
        refused("CREDENTIAL_RECORD_DAMAGED", () -> store().get("vcenter", "test"));
    }

    @Test
    void refusesAnotherMasterKey() throws IOException {
        plant();
        Files.delete(masterKey());
        Files.write(masterKey(), new byte[32]);
        Files.setPosixFilePermissions(masterKey(), PosixFilePermissions.fromString("r--------"));
        refused("CREDENTIAL_KEYS_UNUSABLE", () -> store().get("vcenter", "test"));
        refused("CREDENTIAL_KEYS_UNUSABLE", () -> store().put("vcenter", Map.of("password", Secret.of("new"))));
    }

    @Test
    void makesNoNewKeyWhenOneIsGone() throws IOException {
        plant();
        Files.delete(masterKey());
        refused("CREDENTIAL_KEY_MISSING", () -> store().get("vcenter", "test"));
        assertThat(masterKey()).doesNotExist();
    }

    @Test
    void makesNoNewKeysetWhenItIsGone() throws IOException {
        plant();
        Files.delete(home.resolve("credentials/keyset.json"));
        refused("CREDENTIAL_KEYS_MISSING", () -> store().put("vcenter", Map.of("password", Secret.of("new"))));
        assertThat(home.resolve("credentials/keyset.json")).doesNotExist();
    }

    @Test
    void refusesAKeyFileThatOthersMayRead() throws IOException {
        plant();
        Files.setPosixFilePermissions(masterKey(), PosixFilePermissions.fromString("r--r-----"));
        refused("CREDENTIAL_KEY_EXPOSED", () -> store().get("vcenter", "test"));
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        plant();
        byte[] whole = Files.readAllBytes(record("vcenter"));
        CredentialStore store = store();
        for (int length = 0; length < whole.length; length++) {
            Files.write(record("vcenter"), Arrays.copyOf(whole, length));
            refused("CREDENTIAL_RECORD_DAMAGED", () -> store.get("vcenter", "test"));
        }
    }

    @Test
    void refusesEveryChangeOfABit() throws IOException {
        plant();
        byte[] whole = Files.readAllBytes(record("vcenter"));
        CredentialStore store = store();
        Random random = new Random(41);
        for (int round = 0; round < 400; round++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(record("vcenter"), changed);
            refused("CREDENTIAL_RECORD_DAMAGED", () -> store.get("vcenter", "test"));
        }
        Files.write(record("vcenter"), new byte[2 << 20]);
        refused("CREDENTIAL_RECORD_DAMAGED", () -> store.get("vcenter", "test"));
    }

    @Test
    void refusesARecordOfAnotherVersionAndSaysWhich() throws IOException {
        plant();
        String whole = Files.readString(record("vcenter"));
        for (String version : List.of("0", "2", "null")) {
            Files.writeString(record("vcenter"), whole.replace("\"format\":1", "\"format\":" + version));
            assertThatThrownBy(() -> store().get("vcenter", "test"))
                    .hasMessageContaining("CREDENTIAL_RECORD_DAMAGED")
                    .hasMessageContaining("version 1 is read here");
        }
    }

    @Test
    void goesOnAfterAWriteThatWasCutShort() throws IOException {
        plant();
        Files.writeString(home.resolve("credentials/records/.vcenter.json.new"), "half a rec");
        plant();
        assertThat(store().get("vcenter", "test")).isPresent();
    }

    private void plant() {
        store().put("vcenter", Map.of("password", Secret.of(PLANTED)));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(code))
                .satisfies(refusal -> assertThat(refusal.problem().fix()).isNotEmpty());
    }

    private Path record(String id) {
        return home.resolve("credentials/records/" + id + ".json");
    }

    private Path masterKey() {
        return home.resolve("keys/master.key");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
