package io.github.migrationconnector.autoupgrade.internal.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that a repository vouches for, by their names. */
public final class Targets {
    private static final int MOST_FILES = 5000;
    private static final String SET_LIST = "/set.list";

    private final Map<String, TargetFile> files;

    private Targets(Map<String, TargetFile> files) {
        this.files = files;
    }

    static Targets of(SignedMetadata metadata) {
        JsonNode said = metadata.signed().path("targets");
        if (!said.isObject() || said.size() > MOST_FILES) {
            throw Refusals.malformed("the targets metadata", "it does not list at most " + MOST_FILES + " files");
        }
        if (!metadata.signed().path("delegations").path("roles").isEmpty()) {
            throw Refusals.malformed("the targets metadata", "it delegates, which is not part of the profile");
        }
        Map<String, TargetFile> files = new LinkedHashMap<>();
        said.fields()
                .forEachRemaining(entry -> files.put(entry.getKey(), TargetFile.of(entry.getKey(), entry.getValue())));
        return new Targets(files);
    }

    /** The file that lists the bundles of the newest release. */
    public TargetFile newestRelease() {
        return files.values().stream()
                .filter(file -> file.sequence() > 0 && file.path().endsWith(SET_LIST))
                .max(Comparator.comparingLong(TargetFile::sequence))
                .orElseThrow(() -> Refusals.missing("a bundle set"));
    }

    /** A file beside another. */
    public TargetFile beside(TargetFile other, String name) {
        String path = other.path().substring(0, other.path().lastIndexOf('/') + 1) + name;
        TargetFile found = files.get(path);
        if (found == null) {
            throw Refusals.missing(path);
        }
        return found;
    }

    /** Whether there is a file beside another. */
    public boolean hasBeside(TargetFile other, String name) {
        return files.containsKey(other.path().substring(0, other.path().lastIndexOf('/') + 1) + name);
    }
}
