package io.github.migrationconnector.adminui.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.api.access.Role;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console goes when its bundle is replaced: pages under way are made to their end, and nobody gets half a one. */
@Timeout(60)
class FrameTest {
    private final Console console = new Console().loggedIn();

    /** Waits for longer than this test may take: while a page is under way it is not closed, however slow the machine. */
    private final Frame frame = new Frame(
            console.access,
            request -> Optional.empty(),
            new Navigation(),
            new Templates(new Assets()),
            Duration.ofMinutes(10));

    /** A page during which something happens. */
    private final class Page extends PageServlet {
        private static final long serialVersionUID = 1L;

        private final transient Runnable meanwhile;

        Page(Runnable meanwhile) {
            super(frame, Role.VIEWER);
            this.meanwhile = meanwhile;
        }

        @Override
        protected Answer show(PageRequest request) {
            meanwhile.run();
            return Answer.goTo("/made");
        }
    }

    private FakeExchange get(Page page) {
        try {
            return console.get(page, "/system/console/connector-page");
        } catch (IOException | ServletException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPageUnderWayIsMadeToItsEnd() throws InterruptedException {
        Thread closing = new Thread(frame::close, "closing");
        Page during = new Page(() -> {});
        FakeExchange made = get(new Page(() -> {
            closing.start();
            while (get(during).status != 503) {
                // until the door is shut
                Thread.onSpinWait();
            }
            assertThat(closing.isAlive()).as("one is still inside").isTrue();
        }));
        assertThat(made.responseHeaders).containsEntry("Location", "/made");
        closing.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(closing.isAlive()).isFalse();
    }

    @Test
    void whoComesMeanwhileIsAskedToComeAgain() {
        frame.close();
        console.language = "ja";
        FakeExchange told = get(new Page(() -> {
            throw new AssertionError("no page is begun");
        }));
        assertThat(told.status).isEqualTo(503);
        assertThat(told.responseHeaders).containsEntry("Retry-After", "1");
        assertThat(told.body()).contains("入れ替えています");
    }
}
