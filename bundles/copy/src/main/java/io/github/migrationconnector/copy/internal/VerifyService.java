package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.streaming.Transfers;
import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Lends {@code connector verify} to the launcher. Only types of the JDK cross over. The process ends with the command, so
 * nothing is swapped meanwhile and plain references do.
 */
@Component(service = ToIntFunction.class, property = "connector.command=verify")
public final class VerifyService implements ToIntFunction<String[]> {
    private final Transfers transfers;

    @Activate
    public VerifyService(@Reference Transfers transfers) {
        this.transfers = transfers;
    }

    @Override
    public int applyAsInt(String[] arguments) {
        Console console = Console.standard();
        return CommandCall.execute(new VerifyCommand(transfers, console), console, arguments);
    }
}
