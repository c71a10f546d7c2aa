package io.github.migrationconnector.vsphere.internal.disk;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file on a datastore, written {@code [DATASTORE] FOLDER/FILE}. Source: vSphere Web Services API, "datastore path".
 *
 * @param datastore the datastore's name
 * @param path from its root on, without a slash at the beginning
 */
record DatastorePath(String datastore, String path) {
    private static final Pattern FORM = Pattern.compile("\\[([^\\]]+)\\]\\s*(.+)");

    DatastorePath {
        if (datastore.isEmpty()
                || path.isEmpty()
                || Arrays.asList(path.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("no file on a datastore: [" + datastore + "] " + path);
        }
    }

    /** Reads one; throws IllegalArgumentException for anything else. */
    static DatastorePath parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not [DATASTORE] FOLDER/FILE: " + text);
        }
        return new DatastorePath(parts.group(1), parts.group(2));
    }

    /** A file in the same folder. */
    DatastorePath sibling(String fileName) {
        if (fileName.contains("/")) {
            throw new IllegalArgumentException("not a plain file name: " + fileName);
        }
        return new DatastorePath(datastore, path.substring(0, path.lastIndexOf('/') + 1) + fileName);
    }

    /**
     * Where the datastore browser serves it. Source: vSphere Web Services SDK Programming Guide, "HTTP access to vSphere
     * server files".
     *
     * @param datacenterPath the datacenter's place among the folders, without a slash at the beginning
     */
    String target(String datacenterPath) {
        String file = Arrays.stream(path.split("/")).map(DatastorePath::quoted).collect(Collectors.joining("/"));
        return "/folder/" + file + "?dcPath=" + quoted(datacenterPath) + "&dsName=" + quoted(datastore);
    }

    /** A space is a plus for URLEncoder, which holds in forms but not in paths. */
    private static String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "[" + datastore + "] " + path;
    }
}
