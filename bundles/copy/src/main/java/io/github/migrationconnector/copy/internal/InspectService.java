package io.github.migrationconnector.copy.internal;

import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Lends {@code connector inspect} to the launcher. Only types of the JDK cross over. The process ends with the command, so
 * nothing is swapped meanwhile and plain references do.
 */
@Component(service = ToIntFunction.class, property = "connector.command=inspect")
public final class InspectService implements ToIntFunction<String[]> {
    private final Sources sources;

    @Activate
    public InspectService(@Reference Sources sources) {
        this.sources = sources;
    }

    @Override
    public int applyAsInt(String[] arguments) {
        Console console = Console.standard();
        return CommandCall.execute(new InspectCommand(sources, console), console, arguments);
    }
}
