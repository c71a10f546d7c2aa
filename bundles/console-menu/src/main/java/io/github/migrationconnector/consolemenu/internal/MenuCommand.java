package io.github.migrationconnector.consolemenu.internal;

import io.github.migrationconnector.commandline.DaemonClient;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.desk.TerminalDesk;
import io.github.migrationconnector.consolemenu.internal.item.Items;
import io.github.migrationconnector.consolemenu.internal.machine.PrivilegedProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code bin/connector menu}. */
@Command(
        name = "connector menu",
        description = "The menu of the machine's console: addresses, health, network, password, restart and more.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:left, or the terminal went away", "1:no terminal", "2:wrong use"})
public final class MenuCommand implements Callable<Integer> {
    /** A question of the menu is answered at once, or the menu says that the connector does not answer. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /** A walk to everything, or an item that waits for both sides. */
    private static final Duration LONG_ANSWER_WITHIN = Duration.ofMinutes(3);

    private static final int SHORTEST_IDLE = 5;

    /** A change of the network waits up to 20 s for its end. */
    private static final Duration PRIVILEGED_WITHIN = Duration.ofSeconds(60);

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The daemon's home, for its own user; ~/.connector when not said.")
    private Path home = Path.of(System.getProperty("user.home"), ".connector");

    @Option(
            names = "--menu-directory",
            paramLabel = "DIR",
            description = "What the daemon leaves for the menu's user, in place of the home (setting menuDirectory).")
    private Path menuDirectory = Path.of("");

    @Option(
            names = "--privileged",
            paramLabel = "COMMAND",
            split = " ",
            description = "What does what needs root, words with a space between; left out, those items are not there.")
    private List<String> privileged = List.of();

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "Where a log bundle is laid; the current folder when not said.")
    private Path files = Path.of("");

    @Option(
            names = "--first-boot-report",
            paramLabel = "FILE",
            description = "What the machine's first boot said, for the item that shows it; may be given several times.")
    private List<Path> reports = List.of();

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            description = "Locks after so many seconds without a key: 5 to 86400; 600 when not said.")
    private int idleSeconds = 600;

    @Option(
            names = "--login",
            paramLabel = "WHEN",
            description =
                    "remote: everywhere but at the machine's own console; always: there too. remote when not said.")
    private LoginRule login = LoginRule.REMOTE;

    /** Made by picocli's caller. */
    public MenuCommand() {
        // options are filled in
    }

    @Override
    public Integer call() {
        if (idleSeconds < SHORTEST_IDLE || idleSeconds > Duration.ofDays(1).toSeconds()) {
            System.err.println("connector: --idle-seconds is not from 5 to 86400");
            return CommandLine.ExitCode.USAGE;
        }
        Place place = Place.ofProcess();
        try (TerminalDesk desk = TerminalDesk.ofProcess(Duration.ofSeconds(idleSeconds))) {
            Machine machine = machine(desk, place);
            OwnProgram own = OwnProgram.ofProcess();
            new Menu(desk, machine, Items.of(desk, machine, place), place.needsLogin(login), own::isReplaced).run();
            return CommandLine.ExitCode.OK;
        } catch (IOException noTerminal) {
            System.err.println("connector: the menu needs a terminal: " + noTerminal.getMessage());
            System.err.println(
                    "connector: to mend it: run it on a console or over ssh -t; programs use connector help");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Machine machine(Desk desk, Place place) {
        Connector connector = new DaemonConnector(client(ANSWER_WITHIN), client(LONG_ANSWER_WITHIN));
        return new Machine(
                connector,
                new PrivilegedProgram(
                        privileged.stream().filter(word -> !word.isBlank()).toList(), PRIVILEGED_WITHIN),
                new ActionTrail(connector, desk, Clock.systemUTC(), place.words()),
                files,
                reports);
    }

    private DaemonClient client(Duration answerWithin) {
        return menuDirectory.toString().isEmpty()
                ? DaemonClient.ofHome(home, answerWithin)
                : DaemonClient.ofMenuDirectory(menuDirectory, answerWithin);
    }
}
