package io.github.migrationconnector.api.registration;

import java.util.Locale;

/** The steps of a set-up, in their order. Each has the fields of the section of that name in setup.json (docs/setup.md). */
public enum SetupStep {
    /** {@code accepted}. */
    LICENCE,
    /** {@code password} of the administrator; answered already when one is in force. */
    PASSWORD,
    /** {@code seen}: the administrator has seen what is in force on the network. */
    NETWORK,
    /** {@code uploadLogs}, {@code autoUpgrade}. */
    PREFERENCES,
    /** {@code region} and keys; AWS is asked whose keys these are. */
    AWS,
    /**
     * {@code host}, {@code user}, {@code password}; vCenter is looked at and asked for its version. The password is not sent
     * before the certificate was accepted.
     */
    VCENTER,
    /**
     * {@code fingerprint} of the certificate that vCenter shows, or {@code authority} (PEM; empty for the issuer in the chain);
     * then vCenter is logged in to, and asked for the privileges.
     */
    CERTIFICATE,
    /** {@code name} of the connector; puts everything in force at once. */
    REGISTER;

    /** As paths and JSON write it: in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
