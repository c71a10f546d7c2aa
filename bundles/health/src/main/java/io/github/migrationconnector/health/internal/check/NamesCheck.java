package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether DNS knows the names that the connector has to reach, or those of the proxies before them. */
@Component(service = HealthCheck.class)
public final class NamesCheck implements HealthCheck {
    /** Looks a name up. */
    @FunctionalInterface
    interface Resolver {
        Object resolve(String name) throws UnknownHostException;
    }

    private final Neighbours neighbours;
    private final Resolver resolver;

    @Activate
    public NamesCheck(@Reference Neighbours neighbours) {
        this(neighbours, InetAddress::getByName);
    }

    NamesCheck(Neighbours neighbours, Resolver resolver) {
        this.neighbours = neighbours;
        this.resolver = resolver;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("DNS", 2, Duration.ofMinutes(1));
    }

    @Override
    public CheckFinding look() {
        SortedSet<String> names = names();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            try {
                Object unused = resolver.resolve(name);
            } catch (UnknownHostException none) {
                unknown.add(name);
            }
        }
        if (unknown.isEmpty()) {
            return names.isEmpty()
                    ? CheckFinding.ok("HEALTH_NAMES_NONE", "No name has to be looked up.")
                    : CheckFinding.ok(
                            "HEALTH_NAMES", names.size() + " names are known.", Integer.toString(names.size()));
        }
        return CheckFinding.failing(
                "DNS_NAME_UNKNOWN",
                "DNS does not know " + String.join(", ", unknown) + ".",
                "Check the name servers (connector network show), and that they know these names.");
    }

    private SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        for (ReachedEndpoint endpoint : endpoints()) {
            ProxySettings proxy = endpoint.proxy().towards(endpoint.host());
            names.add(proxy.isNone() ? endpoint.host() : proxy.host());
        }
        // an address is no name
        names.removeIf(name -> name.contains(":") || name.matches("[0-9.]+"));
        return names;
    }

    private List<ReachedEndpoint> endpoints() {
        return neighbours.endpoints().stream()
                .flatMap(side -> {
                    try {
                        return side.endpoints().stream();
                    } catch (ConnectorException wrongSettings) {
                        // told by the check of that side
                        return Stream.empty();
                    }
                })
                .toList();
    }
}
