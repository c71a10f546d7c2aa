package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** A daemon on another machine. Its certificate is known by its fingerprint, which its console and its set-up show. */
public final class RemoteDaemon implements Endpoint {
    private static final int MOST_BYTES = 64 * 1024;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(15);

    private final URI address;
    private final String fingerprint;
    private final Path tokenFile;

    /**
     * @param host {@code HOST} or {@code HOST:PORT}; an IPv6 address in brackets
     * @param fingerprint SHA-256 of its certificate, with or without colons
     * @param tokenFile a file with a bearer token; never the token itself, which every user would see among the processes
     */
    public RemoteDaemon(String host, String fingerprint, Path tokenFile) {
        this.address = address(host);
        this.fingerprint = fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT);
        if (!this.fingerprint.matches("[0-9a-f]{64}")) {
            throw new CommandFailure(
                    "--fingerprint is not a SHA-256 fingerprint",
                    "take it from the connector's console, or by: openssl x509 -noout -sha256 -fingerprint"
                            + " -in HOME/tls/certificate.pem");
        }
        this.tokenFile = tokenFile;
    }

    private static URI address(String host) {
        URI address;
        try {
            address = URI.create("https://" + host);
        } catch (IllegalArgumentException e) {
            throw noHost(host);
        }
        if (address.getHost() == null
                || !address.getRawPath().isEmpty()
                || address.getRawQuery() != null
                || address.getRawUserInfo() != null) {
            throw noHost(host);
        }
        return address;
    }

    private static CommandFailure noHost(String host) {
        return new CommandFailure(
                "--host " + host + " is not HOST or HOST:PORT", "write it like connector.example:8443");
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public Predicate<X509Certificate> certificate() {
        return shown -> {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
                return HexFormat.of().formatHex(digest).equals(fingerprint);
            } catch (GeneralSecurityException e) {
                return false;
            }
        };
    }

    @Override
    public String token() {
        String token;
        try (InputStream in = Files.newInputStream(tokenFile)) {
            token = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    "can't read the token in " + tokenFile + ": " + e, "name its file by --token-file");
        }
        if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
            throw new CommandFailure(tokenFile + " holds no token", "make one by: connector token create");
        }
        return token;
    }

    @Override
    public Optional<Duration> connectWithin() {
        return Optional.of(CONNECT_WITHIN);
    }

    @Override
    public CommandFailure notRunning() {
        return new CommandFailure("nobody answers at " + address, "look whether the connector runs there", true);
    }

    @Override
    public CommandFailure foreign() {
        return new CommandFailure(
                "what answers at " + address + " shows another certificate than the one of --fingerprint",
                "compare it with the fingerprint on the connector's own screen before you trust it");
    }

    @Override
    public String log() {
        return "the connector's log";
    }
}
