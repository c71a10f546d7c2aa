package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkOutcome;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Through the privileged program. Changes are carried out by a process of that program's own, which outlives this one; this
 * component only looks after a change whose process was ended in its middle.
 */
@Component(service = {Networking.class, HealthProbe.class})
@Designate(ocd = HelpedNetworking.Config.class)
public final class HelpedNetworking implements Networking, HealthProbe {
    /** Settings of this component. */
    @ObjectClassDefinition(name = "Networking")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "The privileged program and what it is called through, word by word; empty where the network "
                                + "is not the connector's to change")
        String[] command() default {};
    }

    private static final Logger log = LoggerFactory.getLogger(HelpedNetworking.class);
    private static final Duration CALL = Duration.ofSeconds(40);
    private static final int TEND_SECONDS = 5;
    private static final int CHANGE_WORDS = 4;

    private final PrivilegedProgram program;
    private final LocalState local = new LocalState(Path.of("/etc/resolv.conf"));
    private final ScheduledExecutorService tending;
    private final Optional<ScheduledFuture<?>> turns;

    @Activate
    public HelpedNetworking(Config config) {
        this(new PrivilegedProgram(
                Arrays.stream(config.command()).filter(word -> !word.isBlank()).toList(), CALL));
    }

    HelpedNetworking(PrivilegedProgram program) {
        this.program = program;
        this.tending = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "networking-tending");
            thread.setDaemon(true);
            return thread;
        });
        // tend catches its own failures, and close() ends it
        this.turns = program.present()
                ? Optional.of(tending.scheduleWithFixedDelay(this::tend, 0, TEND_SECONDS, TimeUnit.SECONDS))
                : Optional.empty();
    }

    @Deactivate
    void close() {
        tending.shutdownNow();
    }

    private void tend() {
        try {
            program.call("", "network", "tend");
        } catch (ConnectorException failure) {
            log.warn(
                    "A change of the network can't be looked after: {}",
                    failure.problem().message());
        }
    }

    /** Without a process for each look: the program is called every few seconds anyway. */
    @Override
    public void check() {
        if (tending.isShutdown() || turns.map(ScheduledFuture::isDone).orElse(false)) {
            throw new IllegalStateException("changes of the network are not looked after");
        }
        if (!program.present()) {
            var unused = local.read();
        }
    }

    @Override
    public NetworkState inForce() {
        return program.present() ? StateText.parse(program.call("", "network", "show")) : local.read();
    }

    @Override
    public boolean changeable() {
        return program.present();
    }

    @Override
    public NetworkSettings settings() {
        return SettingsText.parse(program.call("", "network", "settings"));
    }

    @Override
    public List<NetworkFinding> check(NetworkSettings wanted) {
        return new SettingsCheck(inForce(), new AddressProbe(program), new NameServerProbe()).findings(wanted);
    }

    @Override
    public List<String> plan(NetworkSettings wanted) {
        return program.call(text(wanted), "network", "plan").lines().toList();
    }

    @Override
    public NetworkChange apply(NetworkSettings wanted, Duration confirmWithin) {
        long seconds = confirmWithin.toSeconds();
        String[] answer = program.call(text(wanted), "network", "apply", Long.toString(seconds))
                .strip()
                .split(" ", -1);
        if (answer.length < 2) {
            throw Problem.fatal("NETWORK_FAILED", "The network's program gave no change", "")
                    .asException();
        }
        return new NetworkChange(answer[1], NetworkChange.Phase.PREPARED, (int) seconds);
    }

    /** Findings that block are the caller's to see first; this holds whoever didn't ask. */
    private static String text(NetworkSettings wanted) {
        List<NetworkFinding> blocking = SettingsRules.findings(wanted);
        if (!blocking.isEmpty()) {
            NetworkFinding first = blocking.get(0);
            throw Problem.fatal("NETWORK_SETTINGS_WRONG", first.path() + ": " + first.message(), first.fix())
                    .asException();
        }
        return SettingsText.of(wanted);
    }

    @Override
    public Optional<NetworkChange> pending() {
        if (!program.present()) {
            return Optional.empty();
        }
        String[] words = program.call("", "network", "pending").strip().split(" ", -1);
        return words.length == CHANGE_WORDS && words[3].matches("\\d{1,6}")
                ? Optional.of(new NetworkChange(
                        words[1],
                        NetworkChange.Phase.valueOf(words[2].toUpperCase(Locale.ROOT)),
                        Integer.parseInt(words[3])))
                : Optional.empty();
    }

    @Override
    public Optional<NetworkOutcome> ended() {
        if (!program.present()) {
            return Optional.empty();
        }
        String[] words = program.call("", "network", "ended").strip().split(" ", CHANGE_WORDS);
        return words.length < CHANGE_WORDS - 1
                ? Optional.empty()
                : Optional.of(new NetworkOutcome(
                        words[1], words[2].equals("confirmed"), words.length == CHANGE_WORDS ? words[3] : ""));
    }

    @Override
    public void confirm(String id) {
        program.call("", "network", "confirm", id);
    }

    @Override
    public void revert(String id) {
        program.call("", "network", "revert", id);
    }

    @Override
    public void renewLease(String interfaceName) {
        program.call("", "network", "renew", interfaceName);
    }
}
