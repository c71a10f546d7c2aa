package io.github.migrationconnector.api.upgrade;

/** What an upgrade does to one bundle. */
public enum ChangeKind {
    /** It was not there before. */
    ADDED,
    /** Another file takes its place. */
    UPDATED,
    /** It is gone afterwards. */
    REMOVED
}
