package io.github.migrationconnector.vsphere.internal.snapshot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where changed-block tracking of a disk stands: an epoch, in which all changes are known, and a count within it. Source:
 * VMware, Virtual Disk API Programming Guide, "Changed Block Tracking": UUID, slash, sequence number.
 *
 * @param epoch its UUID as vSphere words it
 * @param sequence rises with each snapshot
 */
record ChangeId(String epoch, long sequence) {
    /** Asks for what is allocated. */
    static final String EVERYTHING = "*";

    private static final Pattern FORM = Pattern.compile("([^/]{1,100})/(\\d{1,18})");

    /** Empty for what has another form. */
    static Optional<ChangeId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new ChangeId(parts.group(1), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    /** Whether what changed from this one on to a later one is known. */
    boolean leadsTo(ChangeId later) {
        return epoch.equals(later.epoch) && sequence <= later.sequence;
    }
}
