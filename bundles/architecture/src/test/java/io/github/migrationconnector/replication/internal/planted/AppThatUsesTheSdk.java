package io.github.migrationconnector.replication.internal.planted;

import software.amazon.awssdk.planted.PartOfTheSdk;

/** Breaks: only aws uses the SDK. */
final class AppThatUsesTheSdk {
    PartOfTheSdk used() {
        return new PartOfTheSdk();
    }
}
