package io.github.migrationconnector.autoupgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.WayBack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files from a browser: kept when they are good, gone when they are not, never more than there is room for. */
final class UploadsTest {
    private static final long MOST = 1 << 20;
    private static final UpgradePlan PLAN = new UpgradePlan(
            "1",
            "2",
            "",
            List.of(),
            new UpgradePlan.Effects(List.of(), List.of(), List.of()),
            new UpgradePlan.Store(List.of(), WayBack.WITHOUT_LOSS, ""));

    @TempDir
    private Path home;

    private long free = 1L << 40;
    private Uploads uploads;

    @BeforeEach
    void make() {
        uploads = new Uploads(home, MOST, () -> free);
    }

    @Test
    void keepsTheLastGoodOne() throws IOException {
        refused("UPGRADE_NOT_UPLOADED", uploads::file);
        assertThat(uploads.receive(bytes("one"), 3, file -> PLAN)).isEqualTo(PLAN);
        assertThat(uploads.receive(bytes("another"), -1, UploadsTest::planned)).isEqualTo(PLAN);
        assertThat(uploads.file()).hasContent("another");
        refused("UPGRADE_MALFORMED", () -> uploads.receive(bytes("garbage"), 7, refusing()));
        assertThat(uploads.file()).hasContent("another");
        assertThat(files()).hasSize(1);
        assertThat(uploads.forget()).isEqualTo(7);
        assertThat(files()).isEmpty();
    }

    @Test
    void refusesWhatIsTooLongBeforeAByteIsKept() throws IOException {
        refused("UPGRADE_TOO_LONG", () -> uploads.receive(bytes("x"), MOST + 1, file -> PLAN));
        assertThat(files()).isEmpty();
    }

    @Test
    void refusesWhatGoesOnBeyondTheBoundUnannounced() throws IOException {
        InputStream endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                assertThat(given).as("read beyond the bound").isLessThanOrEqualTo(MOST);
                given += length;
                return length;
            }
        };
        refused("UPGRADE_TOO_LONG", () -> uploads.receive(endless, -1, file -> PLAN));
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesTheDiskItsRoom() throws IOException {
        free = (256L << 20) + 2;
        refused("UPGRADE_NO_ROOM", () -> uploads.receive(bytes("one"), 3, file -> PLAN));
        refused("UPGRADE_NO_ROOM", () -> uploads.receive(bytes("one"), -1, file -> PLAN));
        assertThat(files()).isEmpty();
        free++;
        assertThat(uploads.receive(bytes("one"), 3, file -> PLAN)).isEqualTo(PLAN);
    }

    @Test
    void keepsNothingOfOneThatBreaksOff() throws IOException {
        refused("UPGRADE_TRUNCATED", () -> uploads.receive(bytes("half"), 8, file -> PLAN));
        InputStream torn = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("early EOF");
            }
        };
        refused("UPGRADE_SOURCE_UNREADABLE", () -> uploads.receive(torn, 8, file -> PLAN));
        assertThat(files()).isEmpty();
    }

    @Test
    void takesOneAtATime() {
        Function<Path, UpgradePlan> during = file -> {
            refused("UPGRADE_UNDER_WAY", () -> uploads.receive(bytes("two"), 3, again -> PLAN));
            // tidying up meanwhile leaves it alone
            assertThat(uploads.forget()).isZero();
            return planned(file);
        };
        assertThat(uploads.receive(bytes("one"), 3, during)).isEqualTo(PLAN);
        assertThat(uploads.file()).hasContent("one");
    }

    @Test
    void removesWhatAnEarlierLifeLeft() throws IOException {
        Files.writeString(home.resolve("uploaded.part"), "half");
        Files.writeString(home.resolve("uploaded.zip"), "whole");
        uploads = new Uploads(home);
        assertThat(files()).isEmpty();
    }

    private static UpgradePlan planned(Path file) {
        assertThat(file).isNotEmptyFile();
        return PLAN;
    }

    private static Function<Path, UpgradePlan> refusing() {
        return file -> {
            throw Problem.fatal("UPGRADE_MALFORMED", "it can't be read", "").asException();
        };
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ConnectorException.class, refusal -> assertThat(
                        refusal.problem().code())
                .isEqualTo(code));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.toList();
        }
    }
}
