package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.UpgradeSource;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.autoupgrade.internal.set.InstalledSet;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import io.github.migrationconnector.autoupgrade.internal.set.Staging;
import io.github.migrationconnector.autoupgrade.internal.source.Channels;
import io.github.migrationconnector.autoupgrade.internal.source.ZipRepository;
import io.github.migrationconnector.autoupgrade.internal.swap.Leftovers;
import io.github.migrationconnector.autoupgrade.internal.tuf.Repository;
import io.github.migrationconnector.autoupgrade.internal.tuf.TargetFile;
import io.github.migrationconnector.autoupgrade.internal.tuf.Targets;
import io.github.migrationconnector.autoupgrade.internal.tuf.TrustStore;
import io.github.migrationconnector.autoupgrade.internal.tuf.TufClient;
import java.nio.file.Path;
import java.time.Clock;

/** Finds, verifies and stages what is to be put in force. */
final class Releases {
    private final Path home;
    private final Sets sets;
    private final Leftovers leftovers;
    private final Clock clock;

    Releases(Path home, Sets sets, Leftovers leftovers, Clock clock) {
        this.home = home;
        this.sets = sets;
        this.leftovers = leftovers;
        this.clock = clock;
    }

    /**
     * Where the channel is.
     *
     * @param url an {@code https} URL; empty when none is set
     * @param authorities a PEM file; empty for those of Java
     * @param proxy what leads there
     */
    record Channel(String url, String authorities, ProxySettings proxy) {
        Repository open() {
            return Channels.open(url, authorities, proxy);
        }
    }

    /**
     * What was found.
     *
     * @param set verified, whole, and not yet one of the home's
     * @param notes of its publisher
     * @param back whether it is the one that was in force before
     */
    record Found(InstalledSet set, String notes, boolean back) {}

    /** What waits in a channel: its name and its notes; nothing of it is fetched. */
    record Offer(String set, String notes) {}

    Found find(UpgradeSource source, Channel channel, Progress progress) {
        if (source instanceof UpgradeSource.PreviousSet) {
            String previous = sets.previous()
                    .filter(name -> !name.equals(sets.current().version()))
                    .orElseThrow(() -> Problem.fatal(
                                    "UPGRADE_NO_PREVIOUS_SET", "there is no set to go back to", "Apply a release.")
                            .asException());
            return new Found(sets.named(previous), "", true);
        }
        try (Repository repository = open(source, channel)) {
            Targets targets = trusted(repository);
            String notes = Staging.notes(repository, targets, targets.newestRelease());
            progress.reach(UpgradeStage.STAGING);
            return new Found(staging().stage(repository, targets, progress::step), notes, false);
        }
    }

    /** The newest release of a channel, by its list alone. */
    Offer look(Channel channel) {
        try (Repository repository = channel.open()) {
            Targets targets = trusted(repository);
            TargetFile release = targets.newestRelease();
            String name = release.path().substring(0, release.path().indexOf('/'));
            return new Offer(name, Staging.notes(repository, targets, release));
        }
    }

    Staging staging() {
        return new Staging(sets, leftovers.inUse());
    }

    private static Repository open(UpgradeSource source, Channel channel) {
        return source instanceof UpgradeSource.ReleaseFile file ? ZipRepository.open(file.path()) : channel.open();
    }

    private Targets trusted(Repository repository) {
        TrustStore trust = new TrustStore(home.resolve("upgrades"), home.resolve("conf/upgrade-root.json"));
        return new TufClient(trust, clock).refresh(repository);
    }
}
