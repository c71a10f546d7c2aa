package io.github.migrationconnector.api.registration;

import java.util.Objects;

/**
 * What both sides said of themselves when they were checked last.
 *
 * @param awsAccount 12 digits; empty while nobody has asked
 * @param vcenterProduct such as {@code VMware vCenter Server 8.0.2 build-22617221}; empty while nobody has asked
 */
public record KnownSides(String awsAccount, String vcenterProduct) {
    /** Nobody has asked. */
    public static final KnownSides NONE = new KnownSides("", "");

    public KnownSides {
        Objects.requireNonNull(awsAccount, "awsAccount");
        Objects.requireNonNull(vcenterProduct, "vcenterProduct");
    }
}
