package io.github.migrationconnector.aws.internal.sign;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request before it is signed. The body is not part of it: it is signed as UNSIGNED-PAYLOAD.
 *
 * @param method such as {@code PUT}
 * @param path absolute, of unreserved characters and slashes only, so that it needs no encoding
 * @param query names and values, not yet encoded
 * @param headers names in lower case; Host among them
 */
public record UnsignedRequest(
        String method, String path, SortedMap<String, String> query, SortedMap<String, String> headers) {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    public UnsignedRequest {
        if (!path.matches("/[A-Za-z0-9_.~/-]*")) {
            throw new IllegalArgumentException("a path that needs encoding: " + path);
        }
        if (!headers.containsKey("host")) {
            throw new IllegalArgumentException("a request without Host");
        }
        query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** The query as it is sent and as it is signed: sorted by name, percent-encoded. */
    public String encodedQuery() {
        return query.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** What follows the method on the request line. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + encodedQuery();
    }

    /** The same request with more headers. */
    UnsignedRequest with(Map<String, String> more) {
        SortedMap<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new UnsignedRequest(method, path, query, all);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(hexDigit(octet >> 4)).append(hexDigit(octet));
            }
        }
        return encoded.toString();
    }

    private static char hexDigit(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 0xF);
    }
}
