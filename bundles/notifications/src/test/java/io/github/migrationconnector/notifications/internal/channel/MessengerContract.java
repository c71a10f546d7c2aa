package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for whoever carries messages. */
abstract class MessengerContract {
    static final String KEY = "a key that nobody guesses";

    private final Deadlines deadlines = new Deadlines();

    final Deadlines deadlines() {
        return deadlines;
    }

    @AfterEach
    final void endAll() {
        deadlines.close();
    }

    /** One whose other side takes everything. */
    abstract Messenger accepting() throws Exception;

    /** What the other side has taken, as text. */
    abstract List<String> taken() throws Exception;

    /** One whose other side refuses, and would again. */
    abstract Messenger refusing() throws Exception;

    /** One whose other side can't take it now. */
    abstract Messenger busy() throws Exception;

    /** One where nobody listens. */
    abstract Messenger unreachable() throws Exception;

    /** One whose other side takes the connection, and says nothing; its time is up soon. */
    abstract Messenger silent() throws Exception;

    static Message message(String vm) {
        return Message.of(
                new Happening(
                        "run/sms-run-1/FAILED",
                        NotificationEvent.RUN_FAILED,
                        Instant.parse("2026-03-04T05:06:07Z"),
                        new Happening.Words("Replication of " + vm + " failed", "It is full. 満杯", "Make room."),
                        Map.of("run", "sms-run-1", "vm", vm)),
                new ConnectorIdentity("c-0123456789abcdef0", "the connector"));
    }

    private static ConnectorException failure(Messenger messenger) {
        try (Secret key = Secret.of(KEY)) {
            return catchThrowableOfType(ConnectorException.class, () -> messenger.send(message("web 01"), key));
        }
    }

    @Test
    final void whatItSendsArrivesWhole() throws Exception {
        Message message = message("web 01");
        try (Secret key = Secret.of(KEY)) {
            assertThat(accepting().send(message, key).isWhole()).isTrue();
        }
        assertThat(taken()).hasSize(1);
        assertThat(taken().get(0))
                .contains(message.id(), "web 01", "It is full. 満杯", "Make room.", "sms-run-1", "RUN_FAILED")
                .doesNotContain(KEY);
    }

    @Test
    final void aRefusalIsToldWithWhatToDo() throws Exception {
        ConnectorException refused = failure(refusing());
        assertThat(refused.problem().retry()).isEqualTo(Retry.NEVER);
        assertThat(refused.problem().fix()).isNotEmpty();
        assertThat(refused.problem().message()).doesNotContain(KEY);
    }

    @Test
    final void whatMayPassIsToldSo() throws Exception {
        assertThat(failure(busy()).problem().retry()).isEqualTo(Retry.SOON);
    }

    @Test
    final void nobodyThereIsToldAsPassing() throws Exception {
        assertThat(failure(unreachable()).problem().retry()).isEqualTo(Retry.SOON);
    }

    @Test
    final void aSilentServerIsLeft() throws Exception {
        ConnectorException late = failure(silent());
        assertThat(late.problem().retry()).isEqualTo(Retry.SOON);
        assertThat(late.problem().fix()).isNotEmpty();
    }

    @Test
    final void aNameOfAMachineBecomesNoLineOfItsOwn() throws Exception {
        try (Secret key = Secret.of(KEY)) {
            accepting().send(message("web\r\nBcc: eve@example.com\r\n\r\nX\u2028Y"), key);
        }
        assertThat(taken()).hasSize(1);
        assertThat(taken().get(0).lines()).noneMatch(line -> line.startsWith("Bcc:"));
    }
}
