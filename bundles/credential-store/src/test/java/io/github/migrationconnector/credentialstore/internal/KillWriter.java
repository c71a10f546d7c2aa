package io.github.migrationconnector.credentialstore.internal;

import io.github.migrationconnector.api.credential.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Writes until it is killed; says each number once its write is acknowledged. */
final class KillWriter {
    private KillWriter() {}

    public static void main(String[] arguments) {
        Vault vault = new Vault(Path.of(arguments[0]), Optional.empty(), new RealDisk());
        for (int number = Integer.parseInt(arguments[1]); ; number++) {
            vault.put("record-" + number % 50, Map.of("value", Secret.of("value " + number)));
            System.out.println(number);
            System.out.flush();
        }
    }
}
