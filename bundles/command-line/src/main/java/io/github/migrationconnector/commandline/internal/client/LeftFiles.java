package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

/**
 * Reads what a running daemon leaves in a folder.
 *
 * @param directory the folder
 * @param notRunning what to say when a file is not there
 */
record LeftFiles(Path directory, Supplier<CommandFailure> notRunning) {
    private static final int MOST_BYTES = 64 * 1024;

    URI address(String name) {
        URI address;
        try {
            address = URI.create(text(name));
        } catch (IllegalArgumentException e) {
            throw damaged(name);
        }
        if (!"https".equals(address.getScheme()) || address.getHost() == null) {
            throw damaged(name);
        }
        return address;
    }

    X509Certificate certificate(String name) {
        Path file = directory.resolve(name);
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (CertificateException e) {
            throw damaged(name);
        }
    }

    String token(String name) {
        String token = text(name);
        if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
            throw damaged(name);
        }
        return token;
    }

    private String text(String name) {
        Path file = directory.resolve(name);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private CommandFailure unreadable(Path file, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return new CommandFailure(
                    "may not read " + file,
                    "run this command as the user that runs the daemon, or name its home by --home");
        }
        if (cause instanceof NoSuchFileException) {
            return notRunning.get();
        }
        return new CommandFailure("can't read " + file + ": " + cause, "look at the file");
    }

    private CommandFailure damaged(String name) {
        return new CommandFailure(
                "the file " + name + " in " + directory + " is not what a daemon writes",
                "stop the daemon and start it again");
    }
}
