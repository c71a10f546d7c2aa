package io.github.migrationconnector.api.notification;

/** What became of a notification on one channel. */
public enum DeliveryState {
    /** It is being sent, or waits to be sent again. */
    WAITING,
    /** The other side took it. */
    DELIVERED,
    /** Some of its receivers took it; the others refused it, or could not get it in all the time that there is for it. */
    PARTLY_DELIVERED,
    /** It could not be sent in all the time that there is for it. */
    GIVEN_UP,
    /** Too many waited: the oldest made room. */
    DROPPED
}
