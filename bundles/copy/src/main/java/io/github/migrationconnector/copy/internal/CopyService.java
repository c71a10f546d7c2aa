package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.streaming.Transfers;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Lends {@code connector copy} to the launcher. Only types of the JDK cross over. The process ends with the command, so
 * nothing is swapped meanwhile and plain references do.
 */
@Component(service = ToIntFunction.class, property = "connector.command=copy")
public final class CopyService implements ToIntFunction<String[]> {
    /** Framework property: the directory that this process keeps its state in. */
    private static final String HOME = "connector.home";

    private final Transfers transfers;
    private final Sources sources;
    private final Path home;

    @Activate
    public CopyService(BundleContext bundle, @Reference Transfers transfers, @Reference Sources sources) {
        this.transfers = transfers;
        this.sources = sources;
        this.home = Path.of(Objects.requireNonNull(bundle.getProperty(HOME), HOME));
    }

    @Override
    public int applyAsInt(String[] arguments) {
        Console console = Console.standard();
        return CommandCall.execute(new CopyCommand(transfers, sources, home, console), console, arguments);
    }
}
