package io.github.migrationconnector.api.notification;

/** How a mail server is reached. */
public enum MailSecurity {
    /** TLS after a greeting in the clear, or nothing is sent (RFC 3207); usually port 587. */
    STARTTLS,
    /** TLS from the first byte on (RFC 8314); usually port 465. */
    TLS,
    /** In the clear, without a login: for a relay on this machine or in a network of one's own; usually port 25. */
    NONE
}
