package io.github.migrationconnector.aws.planted;

/** What a planted violation reaches for. */
public final class PartOfAws {}
