package io.github.migrationconnector.planted;

/** Breaks: no word in a name that says nothing. */
final class BlockManager {}
