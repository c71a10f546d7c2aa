package io.github.migrationconnector.networking.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address and how many of its leading bits name its network (RFC 4632, RFC 4291).
 *
 * @param address 4 or 16 bytes
 * @param prefixLength 0 to the bits of the address
 */
record IpNetwork(InetAddress address, int prefixLength) {
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");
    private static final Pattern NETWORK = Pattern.compile("([^/]+)/(\\d{1,3})");
    private static final int POINT_TO_POINT = 1;

    /** An address alone; never asks a name server. Empty for anything but the text of one. */
    static Optional<InetAddress> address(String text) {
        boolean literal = IPV4.matcher(text).matches()
                || (text.contains(":") && IPV6.matcher(text).matches());
        try {
            return literal ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }

    static Optional<IpNetwork> parse(String text) {
        Matcher parts = NETWORK.matcher(text);
        return parts.matches() ? of(parts.group(1), Integer.parseInt(parts.group(2))) : Optional.empty();
    }

    static Optional<IpNetwork> of(String address, int prefixLength) {
        return address(address)
                .filter(found -> prefixLength >= 0 && prefixLength <= found.getAddress().length * Byte.SIZE)
                .map(found -> new IpNetwork(found, prefixLength));
    }

    boolean ipv4() {
        return address.getAddress().length == Integer.BYTES;
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (bit(mine, bit) != bit(theirs, bit)) {
                return false;
            }
        }
        return true;
    }

    boolean overlaps(IpNetwork other) {
        return contains(other.address) ? prefixLength <= other.prefixLength : other.contains(address);
    }

    /** Whether all bits behind the prefix are 0: the network's own address, which no machine has (but for /31, RFC 3021). */
    boolean isNetworkAddress() {
        return hasMachineBits() && machineBitsAre(0);
    }

    /** Whether all bits behind the prefix are 1: for everybody (RFC 919). */
    boolean isBroadcastAddress() {
        return ipv4() && hasMachineBits() && machineBitsAre(1);
    }

    private boolean hasMachineBits() {
        return address.getAddress().length * Byte.SIZE - prefixLength > POINT_TO_POINT;
    }

    private boolean machineBitsAre(int value) {
        byte[] bytes = address.getAddress();
        for (int bit = prefixLength; bit < bytes.length * Byte.SIZE; bit++) {
            if (bit(bytes, bit) != value) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int index) {
        return (bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE)) & 1;
    }
}
