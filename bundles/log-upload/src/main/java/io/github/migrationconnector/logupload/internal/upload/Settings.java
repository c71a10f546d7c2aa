package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSecrets;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings as they are kept, and what is wrong with them. */
final class Settings {
    static final UploadSettings USUAL = new UploadSettings(
            UploadKind.NONE,
            "",
            new S3Place("", false, 90),
            new SftpPlace("", 22, "", "", ""),
            Duration.ofHours(1),
            false);

    private static final String SECRETS = "kept";

    private Settings() {}

    /** Of what a file says; a value that is none, since the file was changed by hand, is the usual one. */
    static UploadSettings read(Map<String, String> kept) {
        return new UploadSettings(
                kind(kept.getOrDefault("target", "")),
                kept.getOrDefault("directory", ""),
                s3(kept),
                sftp(kept),
                every(kept),
                Boolean.parseBoolean(kept.get("hideNames")));
    }

    private static UploadKind kind(String word) {
        return Arrays.stream(UploadKind.values())
                .filter(kind -> kind.name().equals(word))
                .findFirst()
                .orElse(UploadKind.NONE);
    }

    private static S3Place s3(Map<String, String> kept) {
        try {
            return new S3Place(
                    kept.getOrDefault("s3.bucket", ""),
                    Boolean.parseBoolean(kept.get("s3.make")),
                    number(kept, "s3.keepDays", USUAL.s3().keepDays()));
        } catch (IllegalArgumentException byHand) {
            return USUAL.s3();
        }
    }

    private static SftpPlace sftp(Map<String, String> kept) {
        try {
            return new SftpPlace(
                    kept.getOrDefault("sftp.host", ""),
                    number(kept, "sftp.port", USUAL.sftp().port()),
                    kept.getOrDefault("sftp.user", ""),
                    kept.getOrDefault("sftp.folder", ""),
                    kept.getOrDefault("sftp.fingerprint", ""));
        } catch (IllegalArgumentException byHand) {
            return USUAL.sftp();
        }
    }

    private static Duration every(Map<String, String> kept) {
        Duration every = Duration.ofMinutes(
                number(kept, "everyMinutes", (int) USUAL.every().toMinutes()));
        return every.compareTo(UploadSettings.SHORTEST) < 0 || every.compareTo(UploadSettings.LONGEST) > 0
                ? USUAL.every()
                : every;
    }

    private static int number(Map<String, String> kept, String name, int usual) {
        String text = kept.getOrDefault(name, "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : usual;
    }

    /** Which secrets are kept, as the settings tell: the credential store is asked only for their use. */
    static Set<String> secretNames(Map<String, String> kept) {
        return Stream.of(kept.getOrDefault(SECRETS, "").split(","))
                .filter(UploadSecrets.NAMES::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** As that is kept. */
    static Map<String, String> secretNames(Set<String> names) {
        return Map.of(SECRETS, names.stream().sorted().collect(Collectors.joining(",")));
    }

    /** As they are kept. */
    static Map<String, String> write(UploadSettings settings) {
        return Map.ofEntries(
                Map.entry("target", settings.kind().name()),
                Map.entry("directory", settings.directory()),
                Map.entry("s3.bucket", settings.s3().bucket()),
                Map.entry("s3.make", String.valueOf(settings.s3().make())),
                Map.entry("s3.keepDays", String.valueOf(settings.s3().keepDays())),
                Map.entry("sftp.host", settings.sftp().host()),
                Map.entry("sftp.port", String.valueOf(settings.sftp().port())),
                Map.entry("sftp.user", settings.sftp().user()),
                Map.entry("sftp.folder", settings.sftp().folder()),
                Map.entry("sftp.fingerprint", settings.sftp().fingerprint()),
                Map.entry("everyMinutes", String.valueOf(settings.every().toMinutes())),
                Map.entry("hideNames", String.valueOf(settings.hideNames())));
    }

    /**
     * Refuses what can't work.
     *
     * @param secret whether there is a password or a key
     */
    static void require(UploadSettings settings, boolean secret) {
        switch (settings.kind()) {
            case NONE, S3 -> {
                // nothing that must be said
            }
            case DIRECTORY -> requireAbsolute(settings.directory());
            case SFTP -> {
                SftpPlace place = settings.sftp();
                if (place.host().isEmpty() || place.user().isEmpty()) {
                    throw refused("SFTP needs a host and a user", "Name both.");
                }
                if (place.fingerprint().isEmpty()) {
                    throw refused(
                            "SFTP needs the fingerprint of the other machine's host key",
                            "Take it from that machine: ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub");
                }
                if (!secret) {
                    throw refused("SFTP needs a password or a private key", "Give one of them.");
                }
            }
        }
    }

    private static void requireAbsolute(String directory) {
        try {
            if (!directory.isEmpty() && Path.of(directory).isAbsolute()) {
                return;
            }
        } catch (InvalidPathException e) {
            // told below: it is no absolute path either
        }
        throw refused("the directory is not an absolute path", "Write it from / on.");
    }

    private static ConnectorException refused(String what, String fix) {
        return Problem.fatal("LOG_UPLOAD_REFUSED", what, fix).asException();
    }
}
