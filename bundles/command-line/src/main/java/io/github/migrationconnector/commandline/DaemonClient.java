package io.github.migrationconnector.commandline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.client.DaemonFiles;
import io.github.migrationconnector.commandline.internal.client.Endpoint;
import io.github.migrationconnector.commandline.internal.client.MenuFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** The JSON API of the daemon on this machine, for the console's menu: found, pinned and let in as the commands are. */
public final class DaemonClient {
    private final Daemon daemon;

    private DaemonClient(Endpoint endpoint, Duration answerWithin) {
        daemon = new Daemon(endpoint, answerWithin);
    }

    /** By the daemon's home, for the user that runs the daemon. */
    public static DaemonClient ofHome(Path home, Duration answerWithin) {
        return new DaemonClient(new DaemonFiles(home), answerWithin);
    }

    /** By the folder that the daemon fills for the menu's user. */
    public static DaemonClient ofMenuDirectory(Path directory, Duration answerWithin) {
        return new DaemonClient(new MenuFiles(directory), answerWithin);
    }

    public JsonNode get(String path) {
        return told(() -> daemon.get(path));
    }

    public JsonNode post(String path, JsonNode body) {
        return told(() -> daemon.post(path, body));
    }

    /** Without a body. */
    public JsonNode post(String path) {
        return told(() -> daemon.post(path));
    }

    public void delete(String path) {
        told(() -> {
            daemon.delete(path);
            return path;
        });
    }

    /** Writes what is answered into a file, whole or not at all; only the user who asks can read it. Returns its length. */
    public long download(String path, Path file) {
        return told(() -> daemon.download(path, file));
    }

    private static <T> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (CommandFailure failure) {
            throw new RefusedException(failure);
        }
    }

    /** What the daemon refused, or that it could not be asked: in one sentence, and with what to do about it. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String fix;
        private final boolean rejected;

        RefusedException(CommandFailure cause) {
            super(cause.getMessage(), cause);
            fix = cause.fix();
            rejected = cause.rejected();
        }

        /** Whether the same request would be refused at any other time too. */
        public boolean rejected() {
            return rejected;
        }

        public String fix() {
            return fix;
        }
    }
}
