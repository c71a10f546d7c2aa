package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes the commands, and gives each the terminal. */
final class Commands implements CommandLine.IFactory {
    private final Terminal terminal;

    Commands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                return type.cast(constructor.newInstance(terminal));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
