package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import java.util.Map;

/** The tags by which everything that a run makes in AWS is found. */
final class Tags {
    static final String DISK = "connector:disk";

    /** EC2 user guide, "Tag restrictions": a value has at most 256 characters. */
    private static final int LONGEST_VALUE = 256;

    /** StartSnapshot and RegisterImage: a description has at most 255 characters. */
    private static final int LONGEST_DESCRIPTION = 255;

    private Tags() {}

    static Map<String, String> of(RunRecord run, Job job, String connectorId) {
        return Map.of(
                "Name",
                value(job.vmName()),
                OwnedSnapshots.CONNECTOR_TAG,
                connectorId,
                "connector:job",
                job.id(),
                OwnedSnapshots.RUN_TAG,
                run.id(),
                "connector:vm",
                job.vmId());
    }

    static String value(String text) {
        return cut(text, LONGEST_VALUE);
    }

    static String description(String text) {
        return cut(text, LONGEST_DESCRIPTION);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // half of a surrogate pair would be no character
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }
}
