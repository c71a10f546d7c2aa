package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadTarget;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Keeps in memory what it is sent, unpacked; refuses when told to. */
final class FakeTarget implements UploadTarget {
    final Map<String, String> files = new LinkedHashMap<>();
    int refuseAfter = Integer.MAX_VALUE;

    /** Done first when a session is opened. */
    Runnable broken = () -> {};

    @Override
    public UploadKind kind() {
        return UploadKind.DIRECTORY;
    }

    /** All texts, one behind the other. */
    String text() {
        return String.join("", files.values());
    }

    @Override
    public UploadSession open(UploadSettings settings, Map<String, Secret> secrets) {
        broken.run();
        return new UploadSession() {
            @Override
            public String place() {
                return "memory";
            }

            @Override
            public void put(UploadFile file) {
                if (files.size() >= refuseAfter) {
                    throw Problem.passing("FAKE_GONE", "gone", "wait").asException();
                }
                try (InputStream raw = Files.newInputStream(file.path());
                        InputStream in = file.name().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
                    files.put(file.name(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void remove(UploadFile file) {
                files.remove(file.name());
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
