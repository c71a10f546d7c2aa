package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.store.StoreBackup;
import io.github.migrationconnector.api.store.StoreBackups;
import io.github.migrationconnector.api.store.StoreState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** One backup, and what was asked to be restored. */
public final class FakeStoreBackups implements StoreBackups {
    public Optional<Problem> trouble = Optional.empty();
    public boolean cutOff;
    public boolean left;
    public String asked = "";
    public int open;

    @Override
    public StoreState state() {
        return asked.isEmpty()
                ? new StoreState(StoreState.Kind.SQLITE, 4096, StoreState.Restore.NONE, "")
                : new StoreState(StoreState.Kind.SQLITE, 4096, StoreState.Restore.WAITING, "at the next start");
    }

    @Override
    public StoreBackup make() {
        meetTrouble();
        open++;
        return new StoreBackup() {
            @Override
            public String fileName() {
                return "store-1.zip";
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write("PK store".getBytes(StandardCharsets.US_ASCII));
                if (left) {
                    out.flush();
                }
                if (cutOff) {
                    throw new IOException("the client is gone");
                }
            }

            @Override
            public void close() {
                open--;
                if (left) {
                    throw Problem.fatal("STORE_COPY_FAILED", "The copy is left.", "")
                            .asException();
                }
            }
        };
    }

    @Override
    public void restore(Path file, boolean force) {
        meetTrouble();
        asked = file + (force ? " by force" : "");
    }

    private void meetTrouble() {
        if (trouble.isPresent()) {
            throw trouble.get().asException();
        }
    }
}
