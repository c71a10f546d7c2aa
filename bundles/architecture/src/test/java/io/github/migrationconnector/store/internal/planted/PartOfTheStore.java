package io.github.migrationconnector.store.internal.planted;

/** What a planted violation reaches for: not exported. */
public final class PartOfTheStore {}
