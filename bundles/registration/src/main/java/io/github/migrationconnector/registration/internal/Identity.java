package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.store.Database;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The connector's id: made once a home, kept in the store. */
final class Identity {
    private static final String TABLES = "io/github/migrationconnector/registration/tables";
    private static final int HEX_DIGITS = 17;

    private final String id;

    Identity(Database database) {
        database.migrate("registration", Identity.class.getClassLoader(), TABLES);
        id = database.write(handle -> {
            handle.createUpdate("insert into registration_identity (only_one, id) values (1, ?)"
                            + " on conflict (only_one) do nothing")
                    .bind(0, fresh())
                    .execute();
            return handle.createQuery("select id from registration_identity")
                    .mapTo(String.class)
                    .one();
        });
    }

    String id() {
        return id;
    }

    private static String fresh() {
        byte[] random = new byte[(HEX_DIGITS + 1) / 2];
        new SecureRandom().nextBytes(random);
        return "c-" + HexFormat.of().formatHex(random).substring(0, HEX_DIGITS);
    }
}
