package io.github.migrationconnector.smsapi.internal.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The text that a signature is over (AWS Signature Version 4, "Create a canonical request" and "Create a string to sign"). */
final class CanonicalRequest {
    private final ReceivedRequest request;
    private final SignedWith with;

    CanonicalRequest(ReceivedRequest request, SignedWith with) {
        this.request = request;
        this.with = with;
    }

    /** What is signed, for a time that the client wrote as {@code yyyyMMdd'T'HHmmss'Z'}. */
    String stringToSign(String time) {
        return SignedWith.ALGORITHM + "\n" + time + "\n" + with.scope() + "\n" + sha256(bytes(text()));
    }

    String text() {
        String headers = with.signedHeaders().stream()
                .map(name -> name + ":" + values(name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                request.path(),
                query(),
                headers,
                String.join(";", with.signedHeaders()),
                sha256(request.body()));
    }

    private String values(String name) {
        return request.values(name).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    /** Sorted; a name without a value gets an empty one. Clients of this protocol send none, so nothing is encoded anew. */
    private String query() {
        if (request.query().isEmpty()) {
            return "";
        }
        return Arrays.stream(request.query().split("&", -1))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
