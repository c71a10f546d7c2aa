package io.github.migrationconnector.adminui.internal.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The pages' scripts and style sheets. Each is found under a name that has its content's hash in it, so browsers may keep
 * it for ever, and a page of an earlier version never gets a script of a later one.
 */
@Component(service = Assets.class)
public final class Assets {
    /** The path of all of them. */
    static final String ROOT = "/ui/assets/";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("console.css", "text/css;charset=utf-8"),
            Map.entry("console.js", "text/javascript;charset=utf-8"),
            Map.entry("live.js", "text/javascript;charset=utf-8"),
            Map.entry("charts.js", "text/javascript;charset=utf-8"),
            Map.entry("jobs.js", "text/javascript;charset=utf-8"),
            Map.entry("logs.js", "text/javascript;charset=utf-8"),
            Map.entry("network.js", "text/javascript;charset=utf-8"),
            Map.entry("setup.js", "text/javascript;charset=utf-8"),
            Map.entry("upgrades.js", "text/javascript;charset=utf-8"),
            Map.entry("htmx.js", "text/javascript;charset=utf-8"),
            Map.entry("uplot.js", "text/javascript;charset=utf-8"),
            Map.entry("uplot.css", "text/css;charset=utf-8"),
            Map.entry("icon.svg", "image/svg+xml"));

    private static final int HASH_BYTES = 8;

    private final Map<String, String> paths = new HashMap<>();
    private final Map<String, Asset> byPath = new HashMap<>();

    @Activate
    public Assets() {
        TYPES.forEach((name, type) -> {
            byte[] content = read(name);
            int dot = name.lastIndexOf('.');
            String path = ROOT + name.substring(0, dot) + "." + hash(content) + name.substring(dot);
            paths.put(name, path);
            byPath.put(path, new Asset(type, content, zipped(content)));
        });
    }

    /** The address of an asset by its plain name. */
    String path(String name) {
        return Optional.ofNullable(paths.get(name)).orElseThrow(() -> new IllegalArgumentException("no asset " + name));
    }

    Optional<Asset> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private static byte[] read(String name) {
        try (InputStream content = Assets.class.getClassLoader().getResourceAsStream("assets/" + name)) {
            return Objects.requireNonNull(content, name + " is in this bundle").readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }

    private static byte[] zipped(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** One asset, ready to be sent either way. */
    static final class Asset {
        private final String type;
        private final byte[] plain;
        private final byte[] zipped;

        Asset(String type, byte[] plain, byte[] zipped) {
            this.type = type;
            this.plain = plain;
            this.zipped = zipped;
        }

        String type() {
            return type;
        }

        byte[] content(boolean gzip) {
            return (gzip ? zipped : plain).clone();
        }
    }
}
