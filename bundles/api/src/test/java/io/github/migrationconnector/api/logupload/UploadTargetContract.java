package io.github.migrationconnector.api.logupload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link UploadTarget} does. */
public abstract class UploadTargetContract {
    @TempDir
    protected Path here;

    /** A new session with the place under test. */
    protected abstract UploadSession open() throws Exception;

    /** What is there under a name, read by other means than the session's; empty when nothing is. */
    protected abstract Optional<byte[]> there(String name) throws Exception;

    /** The digest that is kept beside it, read by other means. */
    protected abstract String digestThere(String name) throws Exception;

    /** Leaves what an upload leaves that was cut off: the beginning of the file, as it is given here. */
    protected abstract void leave(UploadFile file, byte[] beginning) throws Exception;

    /** How long a file has to be that is cut off in its middle. */
    protected int longBytes() {
        return 300_000;
    }

    private byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    /** A file with this content, under a name that nothing else has. */
    protected final UploadFile file(byte[] content) throws IOException {
        String name = "c-1/2026/11/30/" + UUID.randomUUID() + ".log.gz";
        Path path = Files.write(here.resolve(UUID.randomUUID().toString()), content);
        return new UploadFile(name, path, content.length, sha256(content));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void putsAFileWithItsDigestBesideIt() throws Exception {
        byte[] content = content(70_001);
        UploadFile file = file(content);
        try (UploadSession session = open()) {
            assertThat(session.place()).isNotEmpty();
            session.put(file);
        }
        assertThat(there(file.name()).orElseThrow()).isEqualTo(content);
        assertThat(digestThere(file.name())).isEqualTo(file.sha256());
    }

    @Test
    void putsSeveralBySession() throws Exception {
        UploadFile first = file(content(1));
        UploadFile second = file(content(2));
        try (UploadSession session = open()) {
            session.put(first);
            session.put(second);
            session.put(first);
        }
        assertThat(there(first.name()).orElseThrow()).hasSize(1);
        assertThat(there(second.name()).orElseThrow()).hasSize(2);
    }

    @Test
    void goesOnWhereAnEarlierOneWasCutOff() throws Exception {
        byte[] content = content(longBytes());
        UploadFile file = file(content);
        leave(file, Arrays.copyOf(content, content.length * 2 / 3));
        assertThat(there(file.name())).isEmpty();
        try (UploadSession session = open()) {
            session.put(file);
        }
        assertThat(there(file.name()).orElseThrow()).isEqualTo(content);
        assertThat(digestThere(file.name())).isEqualTo(file.sha256());
    }

    /** The first put may find it out by the digest; the next one begins anew. */
    @Test
    void isNotDeceivedByALeftoverThatIsDamaged() throws Exception {
        byte[] content = content(longBytes() + 1);
        UploadFile file = file(content);
        byte[] damaged = Arrays.copyOf(content, content.length * 2 / 3);
        damaged[damaged.length / 3] ^= 1;
        leave(file, damaged);
        try (UploadSession session = open()) {
            try {
                session.put(file);
            } catch (ConnectorException told) {
                assertThat(told.problem().code()).isEqualTo("LOG_UPLOAD_DIGEST_DIFFERS");
                assertThat(told.problem().retry()).isEqualTo(Retry.SOON);
                assertThat(there(file.name())).isEmpty();
                session.put(file);
            }
        }
        assertThat(there(file.name()).orElseThrow()).isEqualTo(content);
    }

    @Test
    void isNotDeceivedByALeftoverThatIsTooLong() throws Exception {
        byte[] content = content(longBytes() + 2);
        UploadFile file = file(content);
        leave(file, content(content.length + 5));
        try (UploadSession session = open()) {
            session.put(file);
        }
        assertThat(there(file.name()).orElseThrow()).isEqualTo(content);
    }

    @Test
    void removesWhatIsThereAndWhatIsNot() throws Exception {
        UploadFile file = file(content(10));
        try (UploadSession session = open()) {
            session.put(file);
            session.remove(file);
            session.remove(file);
        }
        assertThat(there(file.name())).isEmpty();
    }
}
