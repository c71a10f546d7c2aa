package io.github.migrationconnector.vsphere.internal.soap;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the vSphere API, such as {@code 8.0.2.0}; only the first two numbers count here.
 *
 * @param major such as 8
 * @param minor such as 0
 */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The oldest that is supported. */
    public static final ApiVersion OLDEST = new ApiVersion(6, 0);

    private static final int FLOOR_BUILD = 5_112_527;

    /** The first with encrypted virtual machines. */
    public static final ApiVersion ENCRYPTION = new ApiVersion(6, 5);
    /**
     * Those asked for, youngest first. A server trims its answers to the version asked for, and knows all older ones: 6.7 has
     * all that is read here, virtual TPMs being the youngest.
     */
    private static final List<ApiVersion> SPOKEN = List.of(new ApiVersion(6, 7), ENCRYPTION, OLDEST);

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})([.].*)?");

    /** Reads one; throws IllegalArgumentException for what is none. */
    public static ApiVersion parse(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("not a version of the vSphere API: " + text);
        }
        return new ApiVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    /** The version to ask a server of this version for. */
    public ApiVersion spoken() {
        return SPOKEN.stream().filter(this::isAtLeast).findFirst().orElse(OLDEST);
    }

    /**
     * Whether it is a 6.0 before Update 3: the version does not tell, the build does. A build that is no number is let pass.
     * Source: VMware vCenter Server 6.0 Update 3 release notes, build 5112527.
     */
    public static boolean beforeFloor(ApiVersion version, String build) {
        return version.equals(OLDEST)
                && build != null
                && build.matches("\\d{1,9}")
                && Integer.parseInt(build) < FLOOR_BUILD;
    }

    public boolean isAtLeast(ApiVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        int byMajor = Integer.compare(major, other.major);
        return byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
