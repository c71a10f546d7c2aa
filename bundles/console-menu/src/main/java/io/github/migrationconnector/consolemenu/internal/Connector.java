package io.github.migrationconnector.consolemenu.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** The connector's daemon, asked by its API; every call throws {@link TroubleException} with the fix. */
public interface Connector {
    JsonNode get(String path);

    /** The same for what takes minutes. */
    JsonNode getLong(String path);

    JsonNode post(String path, JsonNode body);

    /** Without a body. */
    JsonNode post(String path);

    /** What is to be answered at once or not at all. */
    JsonNode postQuick(String path, JsonNode body);

    void delete(String path);

    /** Writes what is answered into a file, whole or not at all; returns its length in bytes. */
    long download(String path, Path file);
}
