package io.github.migrationconnector.api.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FullDiskTest {
    @Test
    void isToldFromOtherTroubleWithFiles() {
        assertThat(FullDisk.caused(new IOException("No space left on device"))).isTrue();
        assertThat(FullDisk.caused(new FileSystemException("a", null, "Disk quota exceeded")))
                .isTrue();
        assertThat(FullDisk.retry(new IllegalStateException(
                        "x", new UncheckedIOException(new IOException("No space left on device")))))
                .isEqualTo(Retry.WHEN_FREE);
        assertThat(FullDisk.retry(new AccessDeniedException("/a"))).isEqualTo(Retry.NEVER);
        assertThat(FullDisk.retry(new IOException())).isEqualTo(Retry.NEVER);
    }

    @Test
    void isSeenOnADeviceThatIsFull() {
        Throwable failure = catchThrowable(() -> Files.writeString(Path.of("/dev/full"), "x"));
        assertThat(FullDisk.retry(failure)).isEqualTo(Retry.WHEN_FREE);
    }
}
