package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks again and again, also over the moments in which the daemon or one of its bundles is being replaced. */
final class Patience {
    private static final Duration AWAY_AT_MOST = Duration.ofSeconds(90);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Daemon daemon;

    Patience(Daemon daemon) {
        this.daemon = daemon;
    }

    /** The document at a path. */
    JsonNode get(String path) throws InterruptedException {
        long asked = System.nanoTime();
        while (true) {
            try {
                return daemon.get(path);
            } catch (CommandFailure e) {
                if (!e.passing() || System.nanoTime() - asked > AWAY_AT_MOST.toNanos()) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Between two looks. */
    void pause() throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
