package io.github.migrationconnector.api.network;

import java.util.Objects;

/** Where an interface gets its address of one family from. */
public sealed interface AddressSetting {
    /** From nowhere: it has none. */
    record Off() implements AddressSetting {}

    /** From the network: DHCP for IPv4 (RFC 2131), the router's advertisements for IPv6 (RFC 4862). */
    record Automatic() implements AddressSetting {}

    /**
     * From here.
     *
     * @param address as text, without prefix and zone; of which family the interface's setting says
     * @param prefixLength bits of the network: 1 to 32, or 1 to 128
     * @param gateway where everything else is sent through; empty for none through this interface
     */
    record Static(String address, int prefixLength, String gateway) implements AddressSetting {
        private static final int LONGEST_PREFIX = 128;
        private static final int LARGEST_BYTE = 255;

        public Static {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(gateway, "gateway");
            if (prefixLength < 1 || prefixLength > LONGEST_PREFIX) {
                throw new IllegalArgumentException("not the length of a prefix: " + prefixLength);
            }
        }

        /**
         * Reads an address with its prefix's length or its netmask behind the slash.
         *
         * @param network {@code 192.0.2.10/24}, {@code 192.0.2.10/255.255.255.0}, {@code 2001:db8::10/64}
         * @throws IllegalArgumentException with what is wrong
         */
        public static Static parse(String network, String gateway) {
            int slash = network.indexOf('/');
            if (slash < 1) {
                throw new IllegalArgumentException("'" + network + "' has no prefix; give it as 192.0.2.10/24");
            }
            String prefix = network.substring(slash + 1);
            int length = prefix.contains(".") ? netmask(prefix) : number(prefix, LONGEST_PREFIX);
            return new Static(network.substring(0, slash), length, gateway);
        }

        /** RFC 950: ones, then zeros. */
        private static int netmask(String text) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != Integer.BYTES) {
                throw new IllegalArgumentException("'" + text + "' is not a netmask");
            }
            int mask = 0;
            for (String part : parts) {
                mask = (mask << Byte.SIZE) | number(part, LARGEST_BYTE);
            }
            int ones = Integer.bitCount(mask);
            if (mask != (ones == 0 ? 0 : -1 << (Integer.SIZE - ones))) {
                throw new IllegalArgumentException("'" + text + "' is not a netmask: its ones are not in front");
            }
            return ones;
        }

        private static int number(String text, int most) {
            if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException("'" + text + "' is not a number from 0 to " + most);
            }
            return Integer.parseInt(text);
        }

        /** As {@code 192.0.2.10/24}. */
        public String text() {
            return address + "/" + prefixLength;
        }
    }
}
