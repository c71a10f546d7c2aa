package io.github.migrationconnector.smsapi.internal.operation;

import io.github.migrationconnector.smsapi.internal.protocol.Pages;
import io.github.migrationconnector.smsapi.internal.service.Services;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every operation of the service model 2016-10-24. */
public final class Operations {
    private final Map<String, Operation> byName;

    public Operations(Services services, Clock clock) {
        byName = Stream.of(
                        new LookOperations(services, new Pages(clock)).all(),
                        new JobOperations(services, clock).all(),
                        new CatalogOperations(services).all(),
                        AppOperations.all())
                .flatMap(List::stream)
                .collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    public Optional<Operation> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Operation> all() {
        return byName.values();
    }
}
