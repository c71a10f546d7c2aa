package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "user",
        description = "The people who may log in.",
        subcommands = {
            UserCommand.List.class,
            UserCommand.Create.class,
            UserCommand.Role.class,
            UserCommand.Password.class,
            UserCommand.Enable.class,
            UserCommand.Disable.class,
            UserCommand.Delete.class
        })
final class UserCommand {
    static final String ROLES = "admin, operator or viewer.";

    private UserCommand() {}

    /** As the API names it. */
    static String role(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String words(JsonNode user) {
        return user.path("name").asText() + " is "
                + user.path("role").asText().toLowerCase(Locale.ROOT)
                + (user.path("enabled").asBoolean() ? "" : ", and may not log in") + "\n";
    }

    @Command(name = "list", description = "All users.")
    static final class List extends DaemonCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode users = daemon().get("/users");
            Table table = new Table("NAME", "ROLE", "MAY LOG IN", "LAST LOGIN");
            users.forEach(user -> table.row(
                    user.path("name").asText(),
                    user.path("role").asText(),
                    user.path("enabled").asBoolean() ? "yes" : "no",
                    user.path("lastLoginAt").asText("never")));
            print(users, table.toString());
            return Program.DONE;
        }
    }

    @Command(name = "create", description = "Adds a user. Asks for the password.")
    static final class Create extends DaemonCommand {
        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits, dots, dashes.")
        private String name;

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = ROLES)
        private String role;

        @Mixin
        private SecretInput input;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode user = daemon().post(
                            "/users",
                            object().put("name", name)
                                    .put("role", role(role))
                                    .put("password", input.read("password of " + name, true)));
            print(user, words(user));
            return Program.DONE;
        }
    }

    /** A command about one user. */
    abstract static class OfOne extends DaemonCommand {
        @Parameters(paramLabel = "NAME", description = "The user.")
        private String name;

        OfOne(Terminal terminal) {
            super(terminal);
        }

        final String path() {
            return "/users/" + Daemon.encoded(name);
        }

        final String name() {
            return name;
        }

        final Integer printed(JsonNode user) {
            print(user, words(user));
            return Program.DONE;
        }
    }

    @Command(name = "role", description = "Gives another role, and ends the user's sessions.")
    static final class Role extends OfOne {
        @Parameters(paramLabel = "ROLE", description = ROLES)
        private String role;

        Role(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return printed(daemon().post(path() + "/role", object().put("role", role(role))));
        }
    }

    @Command(name = "password", description = "Gives another password, and ends the user's sessions. Asks for it.")
    static final class Password extends OfOne {
        @Mixin
        private SecretInput input;

        Password(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().post(path() + "/password", object().put("password", input.read("password of " + name(), true)));
            print(object().put("changed", name()), "the password of " + name() + " was changed\n");
            return Program.DONE;
        }
    }

    @Command(name = "enable", description = "Lets a user in again.")
    static final class Enable extends OfOne {
        Enable(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return printed(daemon().post(path() + "/enable"));
        }
    }

    @Command(name = "disable", description = "Lets a user in no longer, and ends their sessions.")
    static final class Disable extends OfOne {
        Disable(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return printed(daemon().post(path() + "/disable"));
        }
    }

    @Command(name = "delete", description = "Removes a user with their sessions, API keys and tokens.")
    static final class Delete extends OfOne {
        Delete(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete(path());
            print(object().put("deleted", name()), name() + " was removed\n");
            return Program.DONE;
        }
    }
}
