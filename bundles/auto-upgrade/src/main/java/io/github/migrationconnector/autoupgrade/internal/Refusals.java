package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;

/** Why a release is not taken. The set in force runs on in each case. */
public final class Refusals {
    private static final String ASK = "Get the release again; when it is refused again, ask who published it.";

    private Refusals() {}

    /** Metadata older than what was seen before. */
    public static ConnectorException rollback(String what, long offered, long seen) {
        return fatal(
                "UPGRADE_ROLLED_BACK",
                what + " is offered with version " + offered + ", and version " + seen + " was seen before",
                "Take a newer release: an older one is never put in force this way. To go back, use upgrade rollback.");
    }

    /** Metadata past its date: somebody may hold back newer ones. */
    public static ConnectorException expired(String what, String when) {
        return fatal(
                "UPGRADE_EXPIRED",
                what + " was valid until " + when + ": newer releases may be held back",
                "Get a newer release, or set this machine's clock if it is wrong.");
    }

    /** Parts of different states of a repository. */
    public static ConnectorException mixed(String what, String why) {
        return fatal("UPGRADE_MIXED", what + " does not belong to the rest of the release: " + why, ASK);
    }

    /** Not enough good signatures. */
    public static ConnectorException unsigned(String what, int good, int needed) {
        return fatal(
                "UPGRADE_SIGNATURES_MISSING",
                what + " has " + good + " good signatures of the " + needed + " that it needs",
                ASK);
    }

    /** Signed by keys that the trusted root does not name, or names no more. */
    public static ConnectorException keyNotTrusted(String what, String keyId, long rootVersion) {
        return fatal(
                "UPGRADE_KEY_NOT_TRUSTED",
                what + " is signed by the key " + keyId + ", which version " + rootVersion
                        + " of the root does not name for it: it was never trusted, or was revoked",
                "Get a release that is signed by the present keys.");
    }

    /** More bytes than allowed. */
    public static ConnectorException tooLong(String what, long mostBytes) {
        return fatal("UPGRADE_TOO_LONG", what + " has more than its " + mostBytes + " bytes", ASK);
    }

    /** Fewer bytes than said. */
    public static ConnectorException truncated(String what, long foundBytes, long wantedBytes) {
        return fatal("UPGRADE_TRUNCATED", what + " has " + foundBytes + " of its " + wantedBytes + " bytes", ASK);
    }

    /** Other bytes than said. */
    public static ConnectorException digest(String what) {
        return fatal("UPGRADE_DIGEST_DIFFERS", what + " is not the file that was signed: its SHA-256 differs", ASK);
    }

    /** Something that should be there is not. */
    public static ConnectorException missing(String what) {
        return fatal("UPGRADE_INCOMPLETE", what + " is not in the release", ASK);
    }

    /** Not what the specification of The Update Framework describes. */
    public static ConnectorException malformed(String what, String why) {
        return fatal("UPGRADE_MALFORMED", what + " can't be read: " + why, ASK);
    }

    /** A name that would lead out of its directory, or is none at all. */
    public static ConnectorException badName(String what) {
        String shown = what.replaceAll("[^ -~]", "?");
        return fatal(
                "UPGRADE_NAME_REFUSED",
                "the release has a file with the name '" + shown.substring(0, Math.min(120, shown.length())) + "'",
                "Don't use this release; tell who published it.");
    }

    /** An archive that is no plain one. */
    public static ConnectorException archive(String why) {
        return fatal("UPGRADE_ARCHIVE_REFUSED", "the release file is no plain ZIP archive: " + why, ASK);
    }

    /** The clock stands before a time that was seen. */
    public static ConnectorException clock(String now, String seen) {
        return fatal(
                "UPGRADE_CLOCK_SET_BACK",
                "this machine's clock says " + now + ", and was at " + seen + " before",
                "Set the clock right: with a wrong one, expired releases would be taken for good.");
    }

    /** No key to start from. */
    public static ConnectorException noRoot(String where) {
        return fatal(
                "UPGRADE_ROOT_MISSING",
                "there is no root of trust yet",
                "Put the publisher's root.json, got by a way that you trust, at " + where + ".");
    }

    /** The set itself can't be put in force. */
    public static ConnectorException set(String why) {
        return fatal("UPGRADE_SET_REFUSED", "the release's bundle set can't be used: " + why, ASK);
    }

    /** The file or channel can't be read at all. */
    public static ConnectorException unreadable(String what, String why, String fix) {
        return fatal("UPGRADE_SOURCE_UNREADABLE", "can't read " + what + ": " + why, fix);
    }

    private static ConnectorException fatal(String code, String message, String fix) {
        return Problem.fatal(code, message, fix).asException();
    }
}
