package io.github.migrationconnector.consolemenu.internal.machine;

import io.github.migrationconnector.consolemenu.internal.ActionTrail;
import io.github.migrationconnector.consolemenu.internal.ActionTrail.Result;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import java.util.Objects;
import java.util.Set;

/**
 * Has written down whatever it calls that changes something, before it is done and when it ended.
 *
 * @param program what is called
 * @param trail where it is written down
 */
public record WitnessedPrivileged(Privileged program, ActionTrail trail) implements Privileged {
    /** All other verbs change something. */
    private static final Set<String> LOOKS = Set.of("show", "keys");

    public WitnessedPrivileged {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(trail, "trail");
    }

    @Override
    public boolean present() {
        return program.present();
    }

    @Override
    public String call(String... arguments) {
        if (LOOKS.contains(arguments[1])) {
            return program.call(arguments);
        }
        String action = arguments[0] + "." + arguments[1];
        trail.write(action, Result.BEGUN);
        String printed;
        try {
            printed = program.call(arguments);
        } catch (TroubleException trouble) {
            trail.write(action, Result.FAILED);
            throw trouble;
        }
        trail.write(action, Result.DONE);
        return printed;
    }
}
