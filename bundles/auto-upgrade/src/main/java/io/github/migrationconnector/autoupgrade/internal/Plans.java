package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.store.StoreCopies;
import io.github.migrationconnector.api.store.StoreCopy;
import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.TableChange;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.WayBack;
import io.github.migrationconnector.autoupgrade.internal.set.InstalledSet;
import io.github.migrationconnector.autoupgrade.internal.set.SetDifference;
import io.github.migrationconnector.autoupgrade.internal.swap.Planner;
import io.github.migrationconnector.autoupgrade.internal.swap.Upgrader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says what putting a set in force would do. */
final class Plans {
    private final Planner planner;
    private final Neighbours neighbours;
    private final Path conf;

    /**
     * Makes one.
     *
     * @param conf the home's settings
     */
    Plans(Planner planner, Neighbours neighbours, Path conf) {
        this.planner = planner;
        this.neighbours = neighbours;
        this.conf = conf;
    }

    /** From the set in force to another one; {@code back} says which of both is the older. */
    Upgrader.Order order(InstalledSet from, InstalledSet to, String notes, boolean back) {
        SetDifference difference = planner.difference(from, to);
        List<BundleChange> changes = difference.changes();
        UpgradePlan.Effects effects = new UpgradePlan.Effects(
                planner.services(changes),
                changes.isEmpty()
                        ? List.of()
                        : neighbours.activeRuns().stream().map(Run::id).toList(),
                difference.settings(this::isSet));
        UpgradePlan plan = new UpgradePlan(
                from.version(), to.version(), notes, changes, effects, store(difference.tables(), to.version(), back));
        return new Upgrader.Order(plan, difference, back);
    }

    private UpgradePlan.Store store(List<TableChange> tables, String to, boolean back) {
        if (tables.stream().allMatch(TableChange::readable)) {
            return new UpgradePlan.Store(tables, WayBack.WITHOUT_LOSS, "");
        }
        if (!back) {
            boolean copied = neighbours.copies().map(StoreCopies::areMade).orElse(false);
            return new UpgradePlan.Store(tables, copied ? WayBack.BY_COPY : WayBack.NONE, "");
        }
        Optional<StoreCopy> copy = neighbours.copies().stream()
                .flatMap(all -> all.copies().stream())
                .filter(found -> found.set().equals(to))
                .findFirst();
        return copy.map(found -> new UpgradePlan.Store(
                        tables, WayBack.BY_COPY, found.since().toString()))
                .orElseGet(() -> new UpgradePlan.Store(tables, WayBack.NONE, ""));
    }

    private boolean isSet(String pid, String name) {
        Path file = conf.resolve(pid + ".cfg");
        try {
            return Files.exists(file)
                    && Files.readString(file, StandardCharsets.UTF_8).lines().anyMatch(line -> line.strip()
                            .matches("\\Q" + name + "\\E\\s*[=:].*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses what would lose something that was recorded. */
    static void requireNoLoss(Upgrader.Order order) {
        UpgradePlan plan = order.plan();
        switch (plan.store().wayBack()) {
            case WITHOUT_LOSS -> {}
            case BY_COPY -> {
                if (order.back()) {
                    throw refusal(
                            "UPGRADE_WOULD_LOSE",
                            "the set " + plan.toSet() + " can't read the tables of " + plan.fromSet()
                                    + ": the store would go back to its copy of "
                                    + plan.store().copyOf() + ", and what was recorded since would be lost",
                            "Accept the loss (upgrade rollback --accept-loss), or stay with " + plan.fromSet() + ".");
                }
            }
            case NONE ->
                throw refusal(
                        "UPGRADE_NO_WAY_BACK",
                        (order.back() ? plan.toSet() : plan.fromSet()) + " can't read the tables of "
                                + (order.back() ? plan.fromSet() : plan.toSet())
                                + ", and the connector has no copy of the store",
                        order.back()
                                ? "Restore a backup of your own that " + plan.toSet() + " made, then accept the loss"
                                        + " (--accept-loss)."
                                : "Make a backup of the database (PostgreSQL: pg_dump), then go on without a way back"
                                        + " (--accept-loss).");
        }
    }

    private static ConnectorException refusal(String code, String message, String fix) {
        return Problem.fatal(code, message, fix).asException();
    }
}
