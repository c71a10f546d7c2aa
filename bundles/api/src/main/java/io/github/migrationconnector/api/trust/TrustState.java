package io.github.migrationconnector.api.trust;

/** What came of comparing the certificate that a server shows with what is trusted. */
public enum TrustState {
    /** It shows what is trusted. */
    TRUSTED,
    /** Nothing was accepted yet. */
    UNKNOWN,
    /** It shows another certificate than the accepted one. */
    CHANGED,
    /** The followed authority issued it, for another host name or address. */
    NAME_MISMATCH,
    /** Another authority than the followed one issued it. */
    UNKNOWN_ISSUER,
    /** The followed authority issued it, and it is not valid yet or no longer. */
    NOT_VALID
}
