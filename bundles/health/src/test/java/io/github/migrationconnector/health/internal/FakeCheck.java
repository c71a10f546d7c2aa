package io.github.migrationconnector.health.internal;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A check that finds what it is told to. */
final class FakeCheck implements HealthCheck {
    private final CheckProfile profile;
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Supplier<CheckFinding> finding = () -> CheckFinding.ok("WELL", "Well.");

    FakeCheck(String name, int everyBeats) {
        this(new CheckProfile(name, everyBeats, Duration.ofSeconds(30)));
    }

    FakeCheck(CheckProfile profile) {
        this.profile = profile;
    }

    FakeCheck finds(Supplier<CheckFinding> next) {
        finding = next;
        return this;
    }

    int looks() {
        return looks.get();
    }

    @Override
    public CheckProfile profile() {
        return profile;
    }

    @Override
    public CheckFinding look() {
        looks.incrementAndGet();
        return finding.get();
    }
}
