package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.util.concurrent.Callable;

/** Runs a command's work and turns what goes wrong into words and an exit code. */
final class Work {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    private final Console console;
    private final boolean asJson;

    Work(Console console, boolean asJson) {
        this.console = console;
        this.asJson = asJson;
    }

    int run(Callable<Integer> work) throws Exception {
        try {
            return work.call();
        } catch (ConnectorException e) {
            console.failure(e.problem(), asJson);
            return FAILED;
        } catch (WrongUse e) {
            console.failure(Problem.fatal("WRONG_USE", e.getMessage(), "See --help."), asJson);
            return WRONG_USE;
        } catch (InterruptedException e) {
            Problem stopped =
                    Problem.fatal("STOPPED", "Stopped before the end.", "The same command goes on where it stopped.");
            console.failure(stopped, asJson);
            return FAILED;
        }
    }

    /** The command line asks for something that can't be. */
    static final class WrongUse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongUse(String message) {
            super(message);
        }
    }
}
