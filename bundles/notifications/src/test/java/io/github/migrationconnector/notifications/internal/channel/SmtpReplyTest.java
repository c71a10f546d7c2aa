package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SmtpReplyTest {
    private static SmtpReply read(String text) throws IOException {
        Iterator<String> lines = Arrays.asList(text.split("\n", -1)).iterator();
        return SmtpReply.read(() -> {
            if (!lines.hasNext()) {
                throw new IOException("closed");
            }
            return lines.next();
        });
    }

    @Test
    void readsAnswersOfSeveralLines() throws Exception {
        SmtpReply hello = read("250-mail.example\n250-STARTTLS\n250-AUTH=LOGIN\n250 AUTH CRAM-MD5 plain");
        assertThat(hello.offers("STARTTLS", "")).isTrue();
        assertThat(hello.offers("AUTH", "PLAIN")).isTrue();
        assertThat(hello.offers("AUTH", "LOGIN")).isTrue();
        assertThat(hello.offers("AUTH", "XOAUTH2")).isFalse();
        assertThat(read("354").positive()).isTrue();
        assertThat(read("452 full\u0007").toString()).isEqualTo("452 full?");
    }

    @Test
    void refusesWhatIsNoAnswer() {
        for (String wrong :
                new String[] {"SSH-2.0-x", "250-a\n251 b", "250-a", "99 x", "2500", "250-a\n".repeat(200)}) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anyBytesAreReadOrRefused() {
        SplittableRandom chance = new SplittableRandom(1);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("250-mail.example\n250-STARTTLS\n250 AUTH PLAIN");
            for (int change = chance.nextInt(5); change >= 0; change--) {
                text.setCharAt(chance.nextInt(text.length()), (char) chance.nextInt(256));
            }
            try {
                SmtpReply reply = read(text.toString());
                assertThat(reply.code()).isBetween(200, 599);
                assertThat(reply.toString()).matches("[ -~]*");
            } catch (IOException refused) {
                assertThat(refused).hasMessageMatching("[ -~]*");
            }
        }
    }
}
