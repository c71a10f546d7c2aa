package io.github.migrationconnector.consolemenu.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.DaemonClient;
import io.github.migrationconnector.commandline.DaemonClient.RefusedException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * By loopback HTTPS, as the commands do.
 *
 * @param patient waits longer for an answer
 */
record DaemonConnector(DaemonClient quick, DaemonClient patient) implements Connector {
    @Override
    public JsonNode get(String path) {
        return told(() -> quick.get(path));
    }

    @Override
    public JsonNode getLong(String path) {
        return told(() -> patient.get(path));
    }

    @Override
    public JsonNode post(String path, JsonNode body) {
        return told(() -> patient.post(path, body));
    }

    @Override
    public JsonNode post(String path) {
        return told(() -> patient.post(path));
    }

    @Override
    public JsonNode postQuick(String path, JsonNode body) {
        return told(() -> quick.post(path, body));
    }

    @Override
    public long download(String path, Path file) {
        return told(() -> patient.download(path, file));
    }

    @Override
    public void delete(String path) {
        told(() -> {
            patient.delete(path);
            return path;
        });
    }

    private static <T> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (RefusedException refused) {
            throw new TroubleException(refused.getMessage(), refused.fix(), refused.rejected(), refused);
        }
    }
}
