package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.output.Terminal;
import io.github.migrationconnector.commandline.internal.release.Publication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "release",
        description = "For publishers: makes and signs releases (docs/upgrades.md). Needs no daemon.",
        subcommands = {ReleaseCommand.Keys.class, ReleaseCommand.Make.class})
final class ReleaseCommand {
    private ReleaseCommand() {}

    @Command(name = "keys", description = "Makes the four keys that sign. They belong in no repository.")
    static final class Keys implements Callable<Integer> {
        private final Terminal terminal;

        @Option(names = "--keys", required = true, paramLabel = "DIR", description = "Where to; made when missing.")
        private Path keys;

        Keys(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            Publication.makeKeys(keys);
            terminal.out().println("keys for root, targets, snapshot and timestamp are in " + keys);
            return Program.DONE;
        }
    }

    @Command(name = "make", description = "Adds a built distribution's bundle set to a repository, and signs it.")
    static final class Make implements Callable<Integer> {
        private final Terminal terminal;

        @Option(names = "--distribution", required = true, paramLabel = "DIR", description = "What was built.")
        private Path distribution;

        @Option(names = "--keys", required = true, paramLabel = "DIR", description = "The publisher's keys.")
        private Path keys;

        @Option(names = "--repository", required = true, paramLabel = "DIR", description = "Made when missing.")
        private Path repository;

        @Option(
                names = "--version",
                paramLabel = "NAME",
                description = "The set's name; as it was built when not said.")
        private String version = "";

        @Option(names = "--notes", paramLabel = "FILE", description = "What is new, as text.")
        private Path notes;

        @Option(names = "--offline", paramLabel = "FILE", description = "Writes the release as one file as well.")
        private Path offline;

        @Option(
                names = "--without",
                paramLabel = "DIR",
                description = "A distribution whose bundles the file leaves out: only who has it can apply the file.")
        private Path without;

        @Option(names = "--date", paramLabel = "TIME", description = "The release's time, as 2026-01-31T00:00:00Z.")
        private Instant date;

        @Option(
                names = "--valid-days",
                paramLabel = "N",
                description = "How long it is to be trusted; 90 when not said.")
        private int validDays = 90;

        Make(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            Publication publication = new Publication(
                    keys, repository, Optional.ofNullable(date).orElseGet(Instant::now), Duration.ofDays(validDays));
            String release = publication.publish(distribution, version, notes);
            if (offline != null) {
                publication.writeOffline(release, without, offline);
            }
            terminal.out().println("the release " + release + " is in " + repository);
            return Program.DONE;
        }
    }
}
