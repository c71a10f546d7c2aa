package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StatusLineTest {
    @Test
    void readsWhatServersSay() throws Exception {
        assertThat(StatusLine.read("HTTP/1.1 204")).isEqualTo(new StatusLine(204, ""));
        assertThat(StatusLine.read("HTTP/1.0 200 OK")).isEqualTo(new StatusLine(200, "OK"));
        assertThat(StatusLine.read("HTTP/1.1 418 I'm a\u0007 teapot").toString())
                .isEqualTo("418 I'm a? teapot");
        assertThatThrownBy(() -> StatusLine.read("SSH-2.0-OpenSSH_9.2")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> StatusLine.read("HTTP/1.1 999 x")).isInstanceOf(IOException.class);
    }

    @Test
    void anyLineIsReadOrRefused() {
        SplittableRandom chance = new SplittableRandom(1);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder("HTTP/1.1 200 OK");
            for (int change = chance.nextInt(4); change >= 0; change--) {
                line.setCharAt(chance.nextInt(line.length()), (char) chance.nextInt(256));
                line.setLength(line.length() - chance.nextInt(2));
            }
            try {
                StatusLine read = StatusLine.read(line.toString());
                assertThat(read.code()).isBetween(100, 599);
                assertThat(read.toString()).matches("[ -~]*");
            } catch (IOException refused) {
                assertThat(refused).hasMessageMatching("[ -~]*");
            }
        }
    }
}
