package io.github.migrationconnector.launcher;

import io.github.migrationconnector.launcher.internal.Arguments;
import io.github.migrationconnector.launcher.internal.CommandProcess;
import io.github.migrationconnector.launcher.internal.Daemon;
import io.github.migrationconnector.launcher.internal.Distribution;
import io.github.migrationconnector.launcher.internal.ExitCode;
import io.github.migrationconnector.launcher.internal.LaunchException;
import io.github.migrationconnector.launcher.internal.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The process of the daemon, and of commands that need the framework.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong use; a command's own for a command.
 */
public final class Launcher {
    /** System property, set by {@code bin/connector}: the distribution's directory. */
    static final String DISTRIBUTION = "connector.distribution";

    /** System property, set by {@code bin/connector}: the process id of the script, which starts this one anew. */
    private static final String PARENT = "connector.parent";

    /** System property: how long a new set may take to be found well; for tests. */
    private static final String TRIAL_SECONDS = "connector.trial.seconds";

    private static final Duration TRIAL_LIMIT = Duration.ofMinutes(10);

    private static final String RUN_HELP =
            """
            usage: connector run [--home DIR] [--https-port P] [--bind A]

            Runs the connector in the foreground until SIGTERM or Ctrl-C.

              --home DIR       where it keeps everything of its own (default ~/.connector)
              --https-port P   the port of console and API (default 8443; 0: any free one)
              --bind A         the address to listen on (default 0.0.0.0: all of this host)

            Exit codes: 0 stopped in good order, 1 failed, 2 wrong use.
            """;

    private Launcher() {}

    public static void main(String[] words) {
        Termination termination = new Termination();
        termination.arm();
        termination.endWith(Long.getLong(PARENT, 0));
        int code;
        try {
            code = launch(List.of(words), termination);
        } catch (LaunchException e) {
            System.err.println("connector: " + e.getMessage());
            System.err.println("connector: to mend it: " + e.fix());
            code = e.exitCode().number();
        } catch (InterruptedException e) {
            code = ExitCode.FAILED.number();
        }
        termination.exit(code);
    }

    private static int launch(List<String> words, Termination termination) throws InterruptedException {
        Arguments arguments = Arguments.parse(words);
        if (arguments instanceof Arguments.RunHelp) {
            System.out.print(RUN_HELP);
            return ExitCode.DONE.number();
        }
        Distribution distribution = new Distribution(Path.of(System.getProperty(DISTRIBUTION, "")));
        if (arguments instanceof Arguments.Run run) {
            Duration trial = Duration.ofSeconds(Long.getLong(TRIAL_SECONDS, TRIAL_LIMIT.toSeconds()));
            return new Daemon(distribution, termination, System.out, System.err, trial)
                    .run(run)
                    .number();
        }
        return new CommandProcess(distribution, termination, System.err).run((Arguments.Command) arguments);
    }
}
