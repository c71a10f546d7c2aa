package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.DhcpLease;
import io.github.migrationconnector.api.network.InterfaceState;
import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.TimeSync;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in force, as {@code connector-privileged network show} tells it: a fact a line. */
final class StateText {
    private static final int INTERFACE_WORDS = 5;

    private final List<String[]> facts;

    private StateText(List<String[]> facts) {
        this.facts = facts;
    }

    static NetworkState parse(String text) {
        return new StateText(text.lines().map(line -> line.split(" ", -1)).toList()).state();
    }

    private NetworkState state() {
        List<InterfaceState> interfaces = facts.stream()
                .filter(words -> words[0].equals("interface") && words.length == INTERFACE_WORDS)
                .map(this::interfaceState)
                .toList();
        return new NetworkState(
                only("hostname").stream().findFirst().orElse(""),
                interfaces,
                only("nameserver"),
                only("search"),
                only("ntp"),
                timeSync());
    }

    private InterfaceState interfaceState(String[] words) {
        String name = words[1];
        String mac = words[2].equals("-") ? "" : words[2];
        return new InterfaceState(
                name,
                mac,
                words[3].equals("up"),
                number(words[4]),
                of("address", name),
                of("gateway", name),
                lease(name));
    }

    private DhcpLease lease(String name) {
        return facts.stream()
                .filter(words -> words[0].equals("lease") && words.length == 4 && words[1].equals(name))
                .findFirst()
                .flatMap(words -> instant(words[3]).map(expires -> new DhcpLease(IpText.of(words[2]), expires)))
                .orElse(DhcpLease.NONE);
    }

    private TimeSync timeSync() {
        return only("clock").stream()
                .findFirst()
                .map(word -> switch (word) {
                    case "synchronized" -> TimeSync.SYNCHRONIZED;
                    case "unsynchronized" -> TimeSync.UNSYNCHRONIZED;
                    default -> TimeSync.UNKNOWN;
                })
                .orElse(TimeSync.UNKNOWN);
    }

    /** Of the only word behind a keyword. */
    private List<String> only(String keyword) {
        return facts.stream()
                .filter(words -> words[0].equals(keyword) && words.length == 2)
                .map(words -> IpText.of(words[1]))
                .toList();
    }

    private List<String> of(String keyword, String name) {
        List<String> found = new ArrayList<>();
        for (String[] words : facts) {
            if (words[0].equals(keyword) && words.length == 3 && words[1].equals(name)) {
                found.add(IpText.of(words[2]));
            }
        }
        return found;
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException never) {
            // a lease without an end
            return Optional.empty();
        }
    }
}
