package io.github.migrationconnector.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The process that the power-cut test cuts: commits rows and says so on standard output, until it no longer can, or has
 * committed as many as it was told; then it waits for the cut.
 */
final class PowerCutWriter {
    private PowerCutWriter() {}

    /** Takes the home, the durability, the seed and the number of rows. */
    public static void main(String[] arguments) throws IOException {
        Random random = new Random(Long.parseLong(arguments[2]));
        try (SqliteDatabase database =
                new SqliteDatabase(Path.of(arguments[0]), SynchronousMode.valueOf(arguments[1]))) {
            database.migrate("cut", PowerCutWriter.class.getClassLoader(), "cut");
            for (int row = 1; row <= Integer.parseInt(arguments[3]); row++) {
                int number = row;
                String text = String.valueOf(row).repeat(1 + random.nextInt(2_000));
                database.write(handle -> handle.execute("insert into acknowledged values (?, ?)", number, text));
                System.out.println(number);
            }
            System.in.read();
        }
    }
}
