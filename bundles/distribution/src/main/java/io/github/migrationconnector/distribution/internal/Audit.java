package io.github.migrationconnector.distribution.internal;

import io.github.migrationconnector.launcher.internal.BundleEntry;
import io.github.migrationconnector.launcher.internal.BundleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds the jars that Maven found against the list: nothing unlisted is carried, nothing listed is missing. */
final class Audit {
    private static final int SHA256_DIGITS = 64;

    private final CarriedList list;
    private final List<AuditedJar> jars;
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> thirdParties = new TreeSet<>();
    private final List<BundleEntry> entries = new ArrayList<>();

    Audit(CarriedList list, List<AuditedJar> jars) {
        this.list = list;
        this.jars = List.copyOf(jars);
    }

    /** The set, in order of start levels. Throws with everything that is amiss. */
    BundleSet set(Path directory, String version) {
        jars.forEach(this::admit);
        for (String artifact : list.bundles().keySet()) {
            if (!seen.contains(artifact)) {
                complaints.add(artifact + " is in bundles.list but not among the dependencies");
            }
        }
        if (!complaints.isEmpty()) {
            throw new IllegalStateException(
                    "the distribution can't be laid out:\n  " + String.join("\n  ", complaints));
        }
        entries.sort(Comparator.comparingInt(BundleEntry::startLevel).thenComparing(BundleEntry::file));
        return new BundleSet(directory, version, entries);
    }

    /** A line for each file that is not of this project: licence, SHA-256, file, and the bundle that it is in, if any. */
    List<String> thirdParties() {
        return List.copyOf(thirdParties);
    }

    private void admit(AuditedJar jar) {
        Optional<String> artifact = list.artifactOf(jar.fileName());
        artifact.ifPresent(seen::add);
        if (!jar.isBundle()) {
            complaints.add(jar.fileName() + " is no bundle: it has no Bundle-SymbolicName");
            return;
        }
        if (artifact.isEmpty() && !jar.isOwn()) {
            complaints.add(jar.fileName() + " is not in bundles.list");
            return;
        }
        Carried carried = artifact.map(list.bundles()::get).orElse(Carried.OWN);
        if (jar.isOwn()) {
            admitInlined(jar);
        } else {
            thirdParties.add(carried.licence() + "  " + jar.sha256() + "  " + jar.fileName());
        }
        jar.embedded().forEach((name, sha256) -> admitEmbedded(jar, name, sha256));
        entries.add(
                new BundleEntry(jar.fileName(), jar.sha256(), carried.startLevel(), carried.tier(), carried.modes()));
    }

    private void admitInlined(AuditedJar jar) {
        List<Inlined> libraries = list.inlined().stream()
                .filter(library -> library.bundle().equals(jar.ownArtifact()))
                .toList();
        for (String path : jar.foreignPackages()) {
            libraries.stream()
                    .filter(library -> path.startsWith(library.packagePath()))
                    .findFirst()
                    .ifPresentOrElse(
                            library -> note(library, jar),
                            () -> complaints.add(path + " within " + jar.fileName() + " is not in bundles.list"));
        }
    }

    private void note(Inlined library, AuditedJar jar) {
        if (!library.isOwn()) {
            thirdParties.add(library.licence() + "  " + "-".repeat(SHA256_DIGITS) + "  " + library.library()
                    + " (unpacked in " + jar.fileName() + ")");
        }
    }

    private void admitEmbedded(AuditedJar jar, String name, String sha256) {
        list.embeddedLicence(name)
                .ifPresentOrElse(
                        licence -> thirdParties.add(
                                licence + "  " + sha256 + "  " + name + " (in " + jar.fileName() + ")"),
                        () -> complaints.add(name + " within " + jar.fileName() + " is not in bundles.list"));
    }
}
