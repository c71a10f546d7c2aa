package io.github.migrationconnector.api.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The machine's network. A change is applied at once and taken back by itself unless it is confirmed: whoever can confirm has
 * reached the machine over the new settings.
 */
@ProviderType
public interface Networking {
    /** How long a change waits to be confirmed unless asked otherwise. */
    Duration CONFIRM_WITHIN = Duration.ofSeconds(60);

    /** What is in force. */
    NetworkState inForce();

    /**
     * Whether this connector may change the network: it may in its appliance; elsewhere the network is somebody else's.
     */
    boolean changeable();

    /**
     * What was wanted last; what is in force as far as it can be told, when nothing was.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NETWORK_NOT_OURS}, {@code NETWORK_FAILED}
     */
    NetworkSettings settings();

    /** What is wrong with settings, found without changing anything; asks the network whether an address is taken. */
    List<NetworkFinding> check(NetworkSettings wanted);

    /**
     * Each command and file that applying them would run and write.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NETWORK_SETTINGS_WRONG},
     *     {@code NETWORK_NOT_OURS}, {@code NETWORK_FAILED}
     */
    List<String> plan(NetworkSettings wanted);

    /**
     * Applies settings a second from now, so that the answer to the caller still leaves over the old ones.
     *
     * @param confirmWithin 5 to 600 s, counted from when they are in force
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NETWORK_SETTINGS_WRONG},
     *     {@code NETWORK_CHANGE_WAITS} while another waits, {@code NETWORK_NOT_OURS}, {@code NETWORK_FAILED}
     */
    NetworkChange apply(NetworkSettings wanted, Duration confirmWithin);

    /** The change that is under way. */
    Optional<NetworkChange> pending();

    /** How the last change ended; empty before there was one. */
    Optional<NetworkOutcome> ended();

    /**
     * Keeps what a change put in force.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NETWORK_CHANGE_GONE} when it was taken back
     *     or confirmed before, {@code NETWORK_CHANGE_WAITS} when it is not in force yet
     */
    void confirm(String id);

    /**
     * Takes a change back at once, and none that came after it.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NETWORK_CHANGE_GONE} when it doesn't wait
     */
    void revert(String id);

    /**
     * Asks for a new lease.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NETWORK_SETTINGS_WRONG} for an interface that
     *     has no lease
     */
    void renewLease(String interfaceName);
}
