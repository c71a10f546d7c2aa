package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradeSource;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens by itself, by the same ways as by hand. */
final class AutomaticDeeds implements AutomaticUpgrades.Deeds {
    private static final Logger LOG = LoggerFactory.getLogger(AutomaticDeeds.class);
    private static final String ACTION = "upgrade.apply";

    private final Neighbours neighbours;
    private final Hands hands;
    private final Kept kept;

    /** What it has done by others. */
    interface Hands {
        Releases.Offer look();

        /** Begins what the channel has, accepting no loss. */
        void apply(UpgradeSource source, Hindrances hindrances);

        void tidy();
    }

    /**
     * Why an upgrade has to wait; each is asked once, and empty when it has not to.
     *
     * @param whenFetched asked when all is fetched, while whoever began it still waits
     * @param atTheLast asked on the worker, just before it is carried out
     */
    record Hindrances(Supplier<Optional<String>> whenFetched, Supplier<Optional<String>> atTheLast) {
        static final Hindrances NONE = new Hindrances(Optional::empty, Optional::empty);
    }

    /**
     * What is on disk.
     *
     * @param lastLook the file of the last look
     */
    record Kept(Sets sets, History history, Pin pin, Path lastLook) {}

    AutomaticDeeds(Neighbours neighbours, Hands hands, Kept kept) {
        this.neighbours = neighbours;
        this.hands = hands;
        this.kept = kept;
    }

    @Override
    public boolean chosen() {
        return neighbours
                .registration()
                .map(present -> present.preferences().autoUpgrade())
                .orElse(false);
    }

    @Override
    public Optional<Run> cutOver() {
        // one that is away may have a cut-over under way all the same: the guest is off, and runs outlive their bundle
        Replication unused = neighbours.replication().orElseThrow(AutomaticDeeds::absent);
        return neighbours.activeRuns().stream()
                .filter(run -> run.details().cutOver())
                .findFirst();
    }

    private static ConnectorException absent() {
        return new Problem(
                        "SERVICE_ABSENT",
                        "The replication is not there at the moment.",
                        "Try again in a minute; connector bundles tells which bundle does not run.",
                        Retry.ON_RESUME)
                .asException();
    }

    @Override
    public Optional<String> hindrance(String set) {
        if (kept.sets.current().version().equals(set)) {
            return Optional.of(AutomaticUpgrades.IN_FORCE);
        }
        if (kept.pin.isSet()) {
            return Optional.of("the connector is to stay with the set in force");
        }
        return kept.history.records().stream()
                .filter(record -> record.toSet().equals(set))
                .findFirst()
                .filter(record -> record.outcome() == UpgradeOutcome.PUT_BACK)
                .map(record -> "it was put back before: " + record.reason());
    }

    @Override
    public Releases.Offer look() {
        return hands.look();
    }

    @Override
    public void apply(String set, Supplier<Optional<String>> hindrance) {
        note(set, AuditEvent.Result.BEGUN);
        try {
            hands.apply(new UpgradeSource.Channel(), new Hindrances(hindrance, () -> decided(set, hindrance.get())));
        } catch (RuntimeException e) {
            note(set, UpgradeService.isPutOff(e) ? AuditEvent.Result.REFUSED : AuditEvent.Result.FAILED);
            throw e;
        }
    }

    /** Before it is carried out: afterwards there may be another process. */
    private Optional<String> decided(String set, Optional<String> why) {
        try {
            note(set, why.isPresent() ? AuditEvent.Result.REFUSED : AuditEvent.Result.DONE);
        } catch (RuntimeException e) {
            // that it was begun is written down
            LOG.warn("What became of the upgrade to {} can't be written into the audit trail", set, e);
        }
        return why;
    }

    private void note(String set, AuditEvent.Result result) {
        neighbours.audit().ifPresent(trail -> trail.append(new AuditEvent("connector", "local", ACTION, set, result)));
    }

    @Override
    public Look lastLook() {
        return Look.read(kept.lastLook);
    }

    @Override
    public void keep(Look look) {
        try {
            look.write(kept.lastLook);
        } catch (RuntimeException e) {
            // a full disk: it is known as long as this life
            LOG.warn("The last look into the channel can't be kept: {}", e.getMessage());
        }
    }

    @Override
    public void tidy() {
        hands.tidy();
    }
}
