package io.github.migrationconnector.api.notification;

import io.github.migrationconnector.api.credential.Secret;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells administrators what happens. What happened is kept on disk with the channels that are to be told, so a restart loses
 * nothing; each channel is told at least once, and tried again until it is given up.
 */
@ProviderType
public interface Notifications {
    /** The channels in force, in the order of their kinds. */
    List<ChannelStatus> channels();

    /**
     * Puts a channel in force, in place of the one of its kind; it is told what happens from now on, or from when its
     * predecessor was. On disk when this returns.
     *
     * @param secret its key or password; empty to keep the one that is kept. A password is kept for one mail server, as it is
     *     described, and one user.
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NOTIFICATION_SECRET_MISSING} when it needs a
     *     secret and none is kept for it, {@code NOTIFICATION_SECRET_WEAK}
     */
    ChannelStatus set(Channel channel, Secret secret);

    /** Lets go of a channel, its secret, and what waits for it. No error when there is none. */
    void remove(ChannelKind kind);

    /**
     * Sends a notification that says that it is a test, now and once.
     *
     * @return its id
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NOTIFICATION_CHANNEL_NOT_SET}, or why it did
     *     not arrive, with the fix
     */
    String test(ChannelKind kind);

    /**
     * What became of notifications, the youngest first; kept for a month.
     *
     * @param most how many at most, 1 to 1,000
     */
    List<Delivery> deliveries(int most);
}
