package io.github.migrationconnector.consolemenu.internal;

import java.util.Optional;
import java.util.regex.Pattern;

/** Where the person sits. */
public enum Place {
    /** At the machine's own console: whoever is there could also take the disk out. */
    CONSOLE,
    /** Anywhere else. */
    REMOTE;

    /** Set by {@code bin/connector}: Java can't tell which terminal it has. */
    private static final String TERMINAL = "connector.tty";

    /** FreeBSD's virtual and serial consoles, Linux's, and a hypervisor's: everything else counts as remote. */
    private static final Pattern CONSOLES =
            Pattern.compile("/dev/(ttyv[0-9a-f]|ttyu[0-9]|tty[0-9]{1,2}|ttyS[0-9]{1,2}|hvc[0-9]|xc0|console)");

    static Place ofProcess() {
        return of(System.getProperty(TERMINAL, ""), Optional.ofNullable(System.getenv("SSH_CONNECTION")));
    }

    static Place of(String terminal, Optional<String> ssh) {
        return CONSOLES.matcher(terminal).matches() && ssh.isEmpty() ? CONSOLE : REMOTE;
    }

    /** For the audit trail; from afar with the address that sshd tells, if it does. */
    String words() {
        return switch (this) {
            case CONSOLE -> "at the console";
            case REMOTE ->
                "from "
                        + Optional.ofNullable(System.getenv("SSH_CONNECTION"))
                                .map(connection -> connection.replaceFirst(" .*", ""))
                                .filter(address -> address.matches("[0-9A-Fa-f.:%a-z]{1,60}"))
                                .orElse("elsewhere");
        };
    }

    boolean needsLogin(LoginRule rule) {
        return this == REMOTE || rule == LoginRule.ALWAYS;
    }
}
