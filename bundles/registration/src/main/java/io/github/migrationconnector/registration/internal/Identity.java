package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.registration.KnownSides;
import io.github.migrationconnector.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;

/** The connector's id and when it was registered, kept in the store. A connector that was let go gets another id. */
final class Identity {
    private static final String TABLES = "io/github/migrationconnector/registration/tables";
    private static final int HEX_DIGITS = 17;
    private static final int LONGEST_PRODUCT = 300;

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

    /** Since the first time, with these two sides from now on. */
    void associate(KnownSides sides) {
        database.write(handle -> handle.createUpdate(
                        "insert into registration_association (only_one, at_millis, account, product)"
                                + " values (1, ?, ?, ?) on conflict (only_one) do update"
                                + " set account = excluded.account, product = excluded.product")
                .bind(0, clock.millis())
                .bind(1, sides.awsAccount())
                .bind(2, shortened(sides.vcenterProduct()))
                .execute());
    }

    /** What a side says by now; nothing is noted of a connector that is not registered. */
    void note(KnownSides sides) {
        database.write(handle -> handle.createUpdate("update registration_association set account = ?, product = ?")
                .bind(0, sides.awsAccount())
                .bind(1, shortened(sides.vcenterProduct()))
                .execute());
    }

    private static String shortened(String product) {
        return product.substring(0, Math.min(product.length(), LONGEST_PRODUCT));
    }

    KnownSides sides() {
        return database.read(handle -> handle.createQuery("select account, product from registration_association")
                .map((row, context) -> new KnownSides(row.getString("account"), row.getString("product")))
                .findOne()
                .orElse(KnownSides.NONE));
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
