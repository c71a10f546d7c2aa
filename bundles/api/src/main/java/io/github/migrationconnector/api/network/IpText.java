package io.github.migrationconnector.api.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as they are shown: those of IPv6 by RFC 5952, in one way only, so that they can be searched for and compared. */
public final class IpText {
    private static final int GROUPS = 8;

    /** An address of IPv6, in brackets or not, with or without a zone; then the length of a prefix, or nothing. */
    private static final Pattern IPV6 =
            Pattern.compile("\\[?([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[^/\\]]*)?]?(/\\d{1,3})?");

    private IpText() {}

    /** An address without its zone: {@code 192.0.2.10}, {@code fd00::2}. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == Integer.BYTES ? address.getHostAddress() : of(groups(bytes));
    }

    /**
     * A text that may be an address, with the length of a prefix or without.
     *
     * @return the text itself when it is no address of IPv6; no name is looked up
     */
    public static String of(String text) {
        Matcher found = IPV6.matcher(text);
        if (!found.matches()) {
            return text;
        }
        try {
            String prefix = found.group(2) == null ? "" : found.group(2);
            return of(InetAddress.getByName("[" + found.group(1) + "]")) + prefix;
        } catch (UnknownHostException none) {
            return text;
        }
    }

    private static int[] groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int index = 0; index < GROUPS; index++) {
            groups[index] =
                    Byte.toUnsignedInt(bytes[2 * index]) << Byte.SIZE | Byte.toUnsignedInt(bytes[2 * index + 1]);
        }
        return groups;
    }

    /** Section 4: no leading zeros, lower case; "::" for the longest run of two zero groups or more, the first of equal ones. */
    private static String of(int[] groups) {
        int start = 0;
        int length = 1;
        for (int index = 0; index < GROUPS; index++) {
            int zeros = zeros(groups, index);
            if (zeros > length) {
                start = index;
                length = zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < GROUPS; index++) {
            if (length > 1 && index == start) {
                text.append("::");
                index += length - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[index]));
            }
        }
        return text.toString();
    }

    private static int zeros(int[] groups, int from) {
        int index = from;
        while (index < GROUPS && groups[index] == 0) {
            index++;
        }
        return index - from;
    }
}
