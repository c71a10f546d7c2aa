package io.github.migrationconnector.launcher.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the command line asked for. */
public sealed interface Arguments {
    /** The daemon, in the foreground. */
    record Run(Home home, String bind, String port) implements Arguments {}

    /**
     * One command.
     *
     * @param name the service property {@code connector.command} of the service that carries it out
     * @param rest what is handed to it
     */
    record Command(Home home, String name, List<String> rest) implements Arguments {
        public Command {
            rest = List.copyOf(rest);
        }
    }

    /** How {@code run} is used. */
    record RunHelp() implements Arguments {}

    /** Reads {@code run [OPTION…]} or {@code command NAME [ARGUMENT…]}; options may be written {@code --x=y} as well. */
    static Arguments parse(List<String> words) {
        if (words.isEmpty()) {
            throw LaunchException.wrongUse("nothing to do: neither run nor a command");
        }
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "run" -> run(rest);
            case "command" -> command(rest);
            default -> throw LaunchException.wrongUse("unknown subcommand " + words.get(0));
        };
    }

    private static Arguments run(List<String> words) {
        String home = "";
        String bind = HttpsAddress.DEFAULT_BIND;
        String port = String.valueOf(HttpsAddress.DEFAULT_PORT);
        OptionWords options = new OptionWords(words);
        while (options.hasNext()) {
            String option = options.next();
            switch (option) {
                case "--home" -> home = options.value();
                case "--bind" -> bind = options.value();
                case "--https-port" -> port = options.value();
                case "--help", "-h" -> {
                    return new RunHelp();
                }
                default -> throw LaunchException.wrongUse("run does not know " + option);
            }
        }
        return new Run(homeAt(home), bind, port);
    }

    private static Arguments command(List<String> words) {
        if (words.isEmpty()) {
            throw LaunchException.wrongUse("which command?");
        }
        String home = "";
        List<String> rest = new ArrayList<>();
        OptionWords options = new OptionWords(words.subList(1, words.size()));
        while (options.hasNext()) {
            String word = options.peek();
            if (word.equals("--home") || word.startsWith("--home=")) {
                options.next();
                home = options.value();
            } else {
                rest.add(options.verbatim());
            }
        }
        return new Command(homeAt(home), words.get(0), rest);
    }

    private static Home homeAt(String text) {
        try {
            return new Home(text.isEmpty() ? Path.of(System.getProperty("user.home"), ".connector") : Path.of(text));
        } catch (InvalidPathException e) {
            throw LaunchException.wrongUse("not a directory's name: " + text);
        }
    }
}
