package io.github.migrationconnector.applianceova.internal.bill;

import java.util.Optional;

/**
 * A piece of software in the appliance.
 *
 * @param kind in the words of CycloneDX: {@code library}, {@code application}, {@code operating-system}
 * @param licence what it may be used by
 * @param packageUrl what names it among all others
 * @param sha256 of its file, where it is one
 */
record Component(
        String kind, String name, String version, Licence licence, String packageUrl, Optional<String> sha256) {
    /**
     * A licence.
     *
     * @param text an SPDX expression, or whatever its packager calls it; empty when not known
     */
    record Licence(String text, boolean spdx) {}
}
