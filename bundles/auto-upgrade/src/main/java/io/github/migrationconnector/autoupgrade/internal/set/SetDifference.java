package io.github.migrationconnector.autoupgrade.internal.set;

import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.ChangeKind;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.SettingChange;
import io.github.migrationconnector.api.upgrade.TableChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What changes from one set to another, bundle by bundle. */
public final class SetDifference {
    private final Map<String, SetBundle> from;
    private final Map<String, SetBundle> to;
    private final String self;
    private final Predicate<String> swappable;

    /**
     * Compares two sets.
     *
     * @param self the symbolic name of the bundle that carries upgrades out
     * @param swappable says of a running bundle whether nothing that has to run on is built upon it
     */
    public SetDifference(InstalledSet from, InstalledSet to, String self, Predicate<String> swappable) {
        this.from = from.bundles();
        this.to = to.bundles();
        this.self = self;
        this.swappable = swappable;
    }

    /** The changes, by name. */
    public List<BundleChange> changes() {
        TreeSet<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        List<BundleChange> changes = new ArrayList<>();
        for (String name : names) {
            change(name).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<BundleChange> change(String name) {
        Optional<SetBundle> before = Optional.ofNullable(from.get(name));
        Optional<SetBundle> after = Optional.ofNullable(to.get(name));
        if (before.isPresent() && after.isPresent()) {
            SetEntry one = before.get().entry();
            SetEntry other = after.get().entry();
            if (one.sha256().equals(other.sha256()) && one.startsLike(other)) {
                return Optional.empty();
            }
        }
        ChangeKind kind =
                before.isEmpty() ? ChangeKind.ADDED : after.isEmpty() ? ChangeKind.REMOVED : ChangeKind.UPDATED;
        return Optional.of(new BundleChange(
                name,
                kind,
                before.map(SetBundle::version).orElse(""),
                after.map(SetBundle::version).orElse(""),
                way(name, before, after)));
    }

    /** The changes of tables that changed bundles own. */
    public List<TableChange> tables() {
        return changes().stream()
                .flatMap(change -> tables(change.name()).stream())
                .toList();
    }

    private Optional<TableChange> tables(String name) {
        TableScripts before = scripts(from.get(name));
        TableScripts after = scripts(to.get(name));
        int older = Math.min(before.version(), after.version());
        if (before.version() == after.version()) {
            return Optional.empty();
        }
        // a set without the bundle does not look at its tables
        boolean readable =
                older == 0 || (before.version() < after.version() ? after.readableBy(older) : before.readableBy(older));
        return Optional.of(new TableChange(name, before.version(), after.version(), readable));
    }

    private static TableScripts scripts(SetBundle bundle) {
        return bundle == null ? new TableScripts(new TreeMap<>()) : TableScripts.of(bundle.file());
    }

    /**
     * The settings that come or go with changed bundles.
     *
     * @param used says whether the home's file of a PID has a setting
     */
    public List<SettingChange> settings(BiPredicate<String, String> used) {
        List<SettingChange> found = new ArrayList<>();
        for (BundleChange change : changes()) {
            Map<String, Set<String>> before = settingNames(from.get(change.name()));
            Map<String, Set<String>> after = settingNames(to.get(change.name()));
            missing(after, before)
                    .forEach((pid, names) ->
                            names.forEach(name -> found.add(new SettingChange(pid, name, true, used.test(pid, name)))));
            missing(before, after)
                    .forEach((pid, names) -> names.forEach(
                            name -> found.add(new SettingChange(pid, name, false, used.test(pid, name)))));
        }
        return found;
    }

    private static Map<String, Set<String>> settingNames(SetBundle bundle) {
        return bundle == null ? Map.of() : SettingNames.of(bundle.file());
    }

    /** What one has and another lacks. */
    private static Map<String, Set<String>> missing(Map<String, Set<String>> of, Map<String, Set<String>> in) {
        Map<String, Set<String>> found = new TreeMap<>();
        of.forEach((pid, names) -> {
            Set<String> left = new TreeSet<>(names);
            left.removeAll(in.getOrDefault(pid, Set.of()));
            found.put(pid, left);
        });
        return found;
    }

    private ChangeWay way(String name, Optional<SetBundle> before, Optional<SetBundle> after) {
        boolean platform = before.map(bundle -> bundle.entry().platform()).orElse(false)
                || after.map(bundle -> bundle.entry().platform()).orElse(false);
        boolean sameStart = before.isEmpty()
                || after.isEmpty()
                || before.get().entry().startsLike(after.get().entry());
        // what the older set can't read is changed in a framework of its own, before which the store is copied
        boolean readable = tables(name).map(TableChange::readable).orElse(true);
        if (platform || !sameStart || !readable) {
            return ChangeWay.RESTART;
        }
        if (name.equals(self)) {
            return before.isPresent() && after.isPresent() ? ChangeWay.NEXT_START : ChangeWay.RESTART;
        }
        return swappable.test(name) ? ChangeWay.LIVE : ChangeWay.RESTART;
    }

    /** The files of a bundle that is swapped, in the order in which the new set installs them. */
    public List<Replacement> replacements(List<BundleChange> changes) {
        return changes.stream()
                .filter(change -> change.way() == ChangeWay.LIVE)
                .filter(change -> inDaemon(change.name()))
                .map(change -> new Replacement(
                        change,
                        Optional.ofNullable(from.get(change.name()))
                                .map(SetBundle::file)
                                .orElse(Path.of("")),
                        Optional.ofNullable(to.get(change.name()))
                                .map(SetBundle::file)
                                .orElse(Path.of("")),
                        Optional.ofNullable(to.get(change.name()))
                                .map(bundle -> bundle.entry().startLevel())
                                .orElse(0)))
                .sorted(Comparator.comparing(replacement -> replacement.change().name()))
                .toList();
    }

    private boolean inDaemon(String name) {
        return Optional.ofNullable(to.getOrDefault(name, from.get(name)))
                .map(bundle -> bundle.entry().inDaemon())
                .orElse(false);
    }

    /**
     * One bundle to swap.
     *
     * @param change what is done
     * @param before its file in the set in force; empty when it is added
     * @param after its file in the new set; empty when it is removed
     * @param startLevel of the new one
     */
    public record Replacement(BundleChange change, Path before, Path after, int startLevel) {}
}
