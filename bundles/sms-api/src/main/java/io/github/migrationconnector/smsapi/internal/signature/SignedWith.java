package io.github.migrationconnector.smsapi.internal.signature;

import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header Authorization says of a signature (AWS Signature Version 4, "Authorization header"): {@code
 * AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=HEX}.
 *
 * @param accessKeyId names the key
 * @param scope the credential scope: {@code DATE/REGION/SERVICE/aws4_request}
 * @param date the scope's first part, eight digits
 * @param region its second part; any, since a connector is in none
 * @param signedHeaders names in lower case, in ascending order
 * @param signature 64 hex digits
 */
record SignedWith(
        String accessKeyId, String scope, String date, String region, List<String> signedHeaders, String signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String SERVICE = "sms";
    static final String TERMINATION = "aws4_request";

    private static final int LONGEST = 4096;
    private static final Pattern CREDENTIAL =
            Pattern.compile("([A-Za-z0-9_-]{1,128})/((\\d{8})/([a-z0-9-]{1,64})/" + SERVICE + "/" + TERMINATION + ")");
    private static final Pattern HEADERS =
            Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,128}(;[!#$%&'*+.^_`|~0-9a-z-]{1,128}){0,63}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

    /** Reads the header. */
    static SignedWith of(String authorization) {
        if (authorization.isEmpty()) {
            throw new SmsFault(
                    FaultCode.MISSING_AUTHENTICATION_TOKEN,
                    "The request is not signed. Sign it with an API key of this connector, by the header Authorization.");
        }
        if (!authorization.startsWith(ALGORITHM + " ") || authorization.length() > LONGEST) {
            throw incomplete("its algorithm is not " + ALGORITHM);
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : authorization.substring(ALGORITHM.length()).split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length != 2 || parts.put(pair[0], pair[1]) != null) {
                throw incomplete("it is not a list of names and values");
            }
        }
        Matcher credential = CREDENTIAL.matcher(parts.getOrDefault("Credential", ""));
        if (!credential.matches()) {
            throw incomplete("Credential is not KEY/DATE/REGION/" + SERVICE + "/" + TERMINATION);
        }
        String headers = parts.getOrDefault("SignedHeaders", "");
        List<String> names = List.of(headers.split(";", -1));
        if (!HEADERS.matcher(headers).matches()
                || !names.equals(names.stream().sorted().distinct().toList())) {
            throw incomplete("SignedHeaders is not a sorted list of names in lower case");
        }
        String signature = parts.getOrDefault("Signature", "");
        if (!SIGNATURE.matcher(signature).matches()) {
            throw incomplete("Signature is not 64 hex digits");
        }
        return new SignedWith(
                credential.group(1), credential.group(2), credential.group(3), credential.group(4), names, signature);
    }

    private static SmsFault incomplete(String what) {
        return new SmsFault(FaultCode.INCOMPLETE_SIGNATURE, "The header Authorization can't be used: " + what + ".");
    }
}
