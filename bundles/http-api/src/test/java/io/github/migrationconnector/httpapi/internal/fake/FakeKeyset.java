package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.keyset.Keyset;
import io.github.migrationconnector.api.keyset.KeysetState;
import io.github.migrationconnector.api.keyset.KeysetState.Protection;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.charset.StandardCharsets;

/** Opens by one passphrase. */
public final class FakeKeyset implements Keyset {
    public static final String PASSPHRASE = "the passphrase";

    public volatile int primary = 1;
    public volatile Protection protection = Protection.KEY_FILE;
    public volatile String restored = "";

    @Override
    public KeysetState state() {
        return new KeysetState(protection, true, primary, 1, 2);
    }

    @Override
    public KeysetState unseal(Actor actor, Secret passphrase) {
        if (!passphrase.matches(Secret.of(PASSPHRASE))) {
            throw Problem.fatal("PASSPHRASE_WRONG", "The passphrase is another.", "Type it again.")
                    .asException();
        }
        return state();
    }

    @Override
    public KeysetState rotate(Actor actor) {
        primary++;
        return state();
    }

    @Override
    public KeysetState protectByPassphrase(Actor actor, Secret passphrase) {
        protection = Protection.PASSPHRASE;
        return state();
    }

    @Override
    public KeysetState protectByKeyFile(Actor actor) {
        protection = Protection.KEY_FILE;
        return state();
    }

    @Override
    public byte[] backup(Actor actor, Secret passphrase) {
        return "{\"format\": 1, \"passphrase\": {}, \"sealed\": {}}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int restore(Actor actor, byte[] backup, Secret passphrase) {
        restored = new String(backup, StandardCharsets.UTF_8);
        return 2;
    }
}
