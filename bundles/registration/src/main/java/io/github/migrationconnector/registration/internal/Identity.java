package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;

/** The connector's id and when it was registered, kept in the store. A connector that was let go gets another id. */
final class Identity {
    private static final String TABLES = "io/github/migrationconnector/registration/tables";
    private static final int HEX_DIGITS = 17;

    private final Database database;
    private final Clock clock;

    Identity(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        database.migrate("registration", Identity.class.getClassLoader(), TABLES);
        database.write(handle -> handle.createUpdate(
                        "insert into registration_identity (only_one, id) values (1, ?) on conflict (only_one) do nothing")
                .bind(0, fresh())
                .execute());
    }

    String id() {
        return database.read(handle -> handle.createQuery("select id from registration_identity")
                .mapTo(String.class)
                .one());
    }

    /** {@link Instant#EPOCH} while it is not registered. */
    Instant associated() {
        return database.read(handle -> handle.createQuery("select at_millis from registration_association")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH));
    }

    /** From now on, unless it is already. */
    void associate() {
        database.write(handle -> handle.createUpdate("insert into registration_association (only_one, at_millis)"
                        + " values (1, ?) on conflict (only_one) do nothing")
                .bind(0, clock.millis())
                .execute());
    }

    /** Another connector from now on. */
    void forget() {
        database.write(handle -> {
            handle.execute("delete from registration_association");
            return handle.createUpdate("update registration_identity set id = ?")
                    .bind(0, fresh())
                    .execute();
        });
    }

    private static String fresh() {
        byte[] random = new byte[(HEX_DIGITS + 1) / 2];
        new SecureRandom().nextBytes(random);
        return "c-" + HexFormat.of().formatHex(random).substring(0, HEX_DIGITS);
    }
}
