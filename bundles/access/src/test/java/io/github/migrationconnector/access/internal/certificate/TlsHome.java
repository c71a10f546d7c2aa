package io.github.migrationconnector.access.internal.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory as the launcher leaves it. */
public record TlsHome(Path directory) {
    public void prepare(HeldCertificate certificate) throws IOException {
        Files.writeString(directory.resolve("keystore.password"), "open-sesame\n");
        files().keep(certificate);
        files().publish(certificate);
    }

    public TlsFiles files() {
        return new TlsFiles(directory);
    }
}
