package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MailTextTest {
    private static List<String> lines(String vm) {
        byte[] mail = MailText.of(
                MessengerContract.message(vm),
                "c@example.com",
                List.of("a@example.com", "b@example.com"),
                Instant.EPOCH);
        return List.of(new String(mail, StandardCharsets.ISO_8859_1).split("\r\n", -1));
    }

    @Test
    void isAsciiInShortLinesWithoutADotAtTheBeginning() {
        for (String vm :
                List.of("web 01", "満".repeat(150), "🦉".repeat(90), ".\r\n.\r\nDATA", "x\nBcc: eve@example.com")) {
            assertThat(lines(vm)).as(vm).allSatisfy(line -> assertThat(line)
                    .matches("[ -~]{0,78}")
                    .doesNotStartWith(".")
                    .doesNotStartWith("Bcc"));
        }
    }

    @Test
    void saysWhatMailServersWantToKnow() {
        assertThat(lines("web 01"))
                .contains(
                        "Date: Thu, 1 Jan 1970 00:00:00 +0000",
                        "From: Server Migration Connector <c@example.com>",
                        "To: a@example.com,",
                        " b@example.com",
                        "Auto-Submitted: auto-generated",
                        "Content-Transfer-Encoding: base64");
    }
}
