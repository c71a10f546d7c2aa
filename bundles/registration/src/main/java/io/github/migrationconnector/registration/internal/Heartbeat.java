package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the connector at each heartbeat: whether vCenter still shows what is trusted and answers, and whether there is room
 * on the disk. What costs more (whose keys these are, the privileges) is looked at every tenth time.
 */
@Component(
        service = Health.class,
        immediate = true,
        configurationPid = "io.github.migrationconnector.registration.heartbeat")
@Designate(ocd = Heartbeat.Config.class)
public final class Heartbeat implements Health {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final int THOROUGH_EVERY = 10;
    private static final long LEAST_ROOM_BYTES = 512L << 20;

    /** How often. */
    @ObjectClassDefinition(name = "Heartbeat")
    public @interface Config {
        @AttributeDefinition(name = "Seconds between two heartbeats", min = "1")
        int seconds() default 30;
    }

    private final ConnectorHome home;
    private final Ports ports;
    private final TrustKeeper trust;
    private final Path directory;
    private final Clock clock;
    private final Reasons kept;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "registration-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** What the last thorough look found; it holds until the next one. */
    private Map<String, Problem> thorough = new TreeMap<>();

    private int count;
    private volatile ConnectorHealth latest;

    @Activate
    public Heartbeat(
            BundleContext context,
            Config config,
            @Reference ConnectorHome home,
            @Reference Ports ports,
            @Reference TrustKeeper trust) {
        this(home, ports, trust, Homes.settingsDirectory(context), Clock.systemUTC());
        // a beat catches its own failures, and stop() ends them all
        ScheduledFuture<?> unused =
                beats.scheduleWithFixedDelay(this::beat, config.seconds(), config.seconds(), TimeUnit.SECONDS);
    }

    Heartbeat(ConnectorHome home, Ports ports, TrustKeeper trust, Path directory, Clock clock) {
        this.home = home;
        this.ports = ports;
        this.trust = trust;
        this.directory = directory;
        this.clock = clock;
        this.kept = new Reasons(home.database());
        this.latest = new ConnectorHealth(clock.instant(), kept.all());
    }

    @Deactivate
    void stop() {
        beats.shutdownNow();
        try {
            if (!beats.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("A heartbeat goes on while its bundle stops");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ConnectorHealth health() {
        return latest;
    }

    @Override
    public ConnectorHealth check() {
        return look(true);
    }

    private void beat() {
        try {
            count++;
            look(count % THOROUGH_EVERY == 0);
        } catch (RuntimeException failure) {
            // the next one may be luckier; a heart that stops at its first trouble says nothing
            log.warn("A heartbeat failed", failure);
        }
    }

    private synchronized ConnectorHealth look(boolean everything) {
        Map<String, Problem> found = new TreeMap<>();
        room().ifPresent(problem -> found.put(problem.code(), problem));
        if (home.settings().registered()) {
            boolean believed = lookAtTrust(found);
            if (everything) {
                thorough = new TreeMap<>();
                noting(thorough, this::askAws);
            }
            if (believed) {
                noting(found, () -> ports.vcenterWatch().greet());
                if (everything && found.keySet().stream().noneMatch(code -> code.startsWith("VCENTER_"))) {
                    noting(thorough, this::askPrivileges);
                }
            }
            found.putAll(thorough);
        } else {
            thorough = new TreeMap<>();
        }
        latest = new ConnectorHealth(clock.instant(), kept.replace(found, clock.instant()));
        return latest;
    }

    /** Whether vCenter may be talked to. */
    private boolean lookAtTrust(Map<String, Problem> found) {
        try {
            Optional<TrustReport> report = trust.watch();
            if (report.isPresent() && report.get().state() != TrustState.TRUSTED) {
                TrustReport changed = report.get();
                Problem problem = Problem.fatal(
                        "VCENTER_CERTIFICATE_CHANGED",
                        changed.server() + ": " + changed.why() + " Nothing is sent to it; work waits.",
                        TrustWords.fix(changed.state()) + " (connector trust show; connector trust accept)");
                found.put(problem.code(), problem);
                return false;
            }
            return true;
        } catch (ConnectorException failure) {
            found.put(failure.problem().code(), failure.problem());
            return false;
        }
    }

    private void askAws() {
        AwsEndpoints endpoints = home.connections().endpoints();
        AwsKeys keys = home.connections().keys();
        // who answers does not matter, that it answers does
        ports.awsCheck().check(endpoints, keys, home.connections().role());
    }

    private void askPrivileges() {
        if (!PrivilegeWords.suffice(ports.vcenterWatch().examine())) {
            throw Problem.fatal(
                            "VCENTER_PRIVILEGES_MISSING",
                            "In no datacenter has vCenter's user all the privileges that a run needs.",
                            "Give it " + PrivilegeWords.needed() + " on the datacenter, with propagation.")
                    .asException();
        }
    }

    private Optional<Problem> room() {
        try {
            Path existing = Files.exists(directory) ? directory : Path.of("/");
            long free = Files.getFileStore(existing).getUsableSpace();
            return free >= LEAST_ROOM_BYTES
                    ? Optional.empty()
                    : Optional.of(Problem.fatal(
                            "DISK_SPACE_LOW",
                            "Only " + (free >> 20) + " MiB are free where the connector keeps its state.",
                            "Make room on that file system, or give the appliance a larger disk."));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private static void noting(Map<String, Problem> found, Runnable question) {
        try {
            question.run();
        } catch (ConnectorException failure) {
            found.put(failure.problem().code(), failure.problem());
        }
    }
}
