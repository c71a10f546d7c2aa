package io.github.migrationconnector.logging.redaction;

import java.util.List;
import java.util.regex.Pattern;

/** What secrets look like. Every repetition has a bound, so that no text takes long. */
final class Rules {
    private static final String GONE = "[redacted]";

    /** Parts of names whose value is a secret. */
    private static final String NAME =
            "(?:password|passwd|passphrase|passcode|secret|token|api[-_ ]?key|access[-_ ]?key(?![-_ ]?id)|private[-_ ]?key"
                    + "|account[-_ ]?key|sealing[-_ ]?key|encryption[-_ ]?key|signing[-_ ]?key"
                    + "|credentials?|signature|cookie|soap[-_ ]?session|session[-_ ]?(?:id|key)|sessionid|csrf|one-time[-_ ]?code"
                    + "|(?<![a-z])(?:pass|pwd|otp|pin|sig|sid|auth|webhook))";

    private static final List<String> NAME_HINTS = List.of(
            "pass",
            "secret",
            "token",
            "key",
            "credential",
            "signature",
            "cookie",
            "session",
            "csrf",
            "code",
            "pwd",
            "otp",
            "pin",
            "sig",
            "sid",
            "auth",
            "webhook");

    /** Between a name and its value: as in settings, JSON, URLs, and any of these within JSON. */
    private static final String BECOMES = "[\\w.-]{0,40}\\\\{0,3}[\"']?\\s{0,3}(?:=>|[=:]|%3[da]|\\\\u003[da])\\s{0,3}";

    private static final String ESCAPED_QUOTED = "\\\\{1,3}\"[^\"\\r\\n]{0,4000}?\\\\{1,3}\"";
    private static final String QUOTED = "\"(?:[^\"\\\\\\r\\n]|\\\\.){0,4000}+\"?|'(?:[^'\\\\\\r\\n]|\\\\.){0,4000}+'?";
    private static final String BARE = "[^\\s\"'<>\\\\]{1,4000}+";

    private static final String TEXTS = ESCAPED_QUOTED + "|" + QUOTED + "|\\\\.";

    private static final String INNER =
            "\\[(?:" + TEXTS + "|[^\\[\\]\"'\\\\]){0,4000}+\\]|\\{(?:" + TEXTS + "|[^{}\"'\\\\]){0,4000}+\\}";

    /** Another list or object within goes as well; a value ends where a third one within that does. */
    private static final String LIST = "\\[(?:" + TEXTS + "|" + INNER + "|[^\\]\"'\\\\]){0,4000}+\\]?";

    private static final String OBJECT = "\\{(?:" + TEXTS + "|" + INNER + "|[^}\"'\\\\]){0,4000}+\\}?";

    /** To where a header ends: its line, or the quote around it; quotes around a cookie's value (RFC 6265, 4.1.1) belong to it. */
    private static final String REST_OF_HEADER =
            "(?:=\"[^\"\\s,;\\\\]{1,4000}\"|\\\\{1,3}\"|\\\\[^\"nr]|[^\"'\\r\\n\\\\]){1,8000}+";

    static final List<Rule> ALL = List.of(
            // keys in PEM (RFC 7468), also with their line ends escaped, also cut off
            Rule.exact(
                    List.of("private key"),
                    "(?s)-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----.{0,20000}?"
                            + "(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----|\\z)",
                    GONE),
            // credentials and cookies in headers (RFC 9110, RFC 6265); a list of quoted ones is a value behind a name
            Rule.of(
                    List.of("authorization", "cookie", "x-api-key", "x-amz-security-token", "x-csrf-token", "x-auth"),
                    "((?:proxy-)?authorization|(?:set-)?cookie2?|x-api-key|x-amz-security-token|x-csrf-token"
                            + "|x-auth-[\\w-]{1,30})(\\\\{0,3}[\"']?\\s{0,3}[:=]\\s{0,3}+"
                            + "(?!\\[\\s{0,3}\\\\{0,3}[\"']|\\[redacted\\][}\\]])\\\\{0,3}[\"'\\[]?)"
                            + REST_OF_HEADER,
                    "$1$2" + GONE),
            Rule.of(
                    List.of("bearer", "basic", "digest", "negotiate", "aws4-hmac"),
                    "\\b(bearer|basic|digest|negotiate|aws4-hmac-sha256)\\s{1,3}[\\w+/=.~-]{8,8000}+"
                            + "(?:,?\\s{0,2}[\\w-]{1,40}=[^\\s\"'\\\\]{1,2000}+){0,10}",
                    "$1 " + GONE),
            // who one is in a URL (RFC 3986, 3.2.1)
            Rule.of(List.of("://"), "(://)[^/\\s:@\"'<>]{0,200}:[^/\\s\"'<>]{1,400}@", "$1" + GONE + "@"),
            Rule.of(
                    List.of("hooks.", "webhook"),
                    "((?:hooks\\.[\\w.-]{1,80}|[\\w.-]{1,80}/webhooks?)/)[^\\s\"'<>\\\\]{8,400}",
                    "$1" + GONE),
            // values in XML elements, also escaped
            Rule.of(
                    NAME_HINTS,
                    "((?:<|&lt;)[\\w:.-]{0,60}?" + NAME
                            + "[\\w:.-]{0,40}(?:\\s[^<>]{0,400})?(?:>|&gt;))(?!\\s{0,5}<)[^<&]{1,8000}+",
                    "$1" + GONE),
            // values behind their names
            Rule.of(
                    NAME_HINTS,
                    "(" + NAME + BECOMES + ")(?!\\[redacted\\]|\"\\[redacted\\]\")(?:" + ESCAPED_QUOTED + "|" + QUOTED
                            + "|" + LIST + "|" + OBJECT + "|" + BARE + ")",
                    "$1" + GONE),
            Rule.of(
                    NAME_HINTS,
                    "(--?[\\w-]{0,40}?" + NAME
                            + "[\\w-]{0,20}\\s{1,3})(?!\\[redacted\\])[^\\s\"'\\\\-][^\\s\"'\\\\]{0,400}+",
                    "$1" + GONE),
            Rule.of(
                    NAME_HINTS,
                    "((?:password|passphrase|secret|token|code)\\s(?:is|was)\\s)(?:" + QUOTED + "|[^\\s\"']{4,400}+)",
                    "$1" + GONE),
            // what has a form of its own
            Rule.exact(List.of("eyj"), "\\beyJ[\\w-]{5,4000}\\.[\\w-]{5,8000}\\.[\\w-]{0,2000}", GONE),
            Rule.exact(List.of("akia", "asia"), "\\b(A[KS]IA)[A-Z0-9]{12,}", "$1" + GONE),
            Rule.exact(
                    List.of("gh", "xox", "sk_", "glpat", "sk-"),
                    "\\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|xox[abeoprs]-[\\w-]{10,255}|sk_(?:live|test)_\\w{10,255}"
                            + "|glpat-[\\w-]{15,255}|sk-[\\w-]{20,255})",
                    GONE),
            // hashes of passwords are guessed at
            Rule.exact(List.of("$"), "\\$(?:argon2id?|2[abxy]|[156]|y)\\$[^\\s\"'\\\\]{8,400}", GONE),
            // as long as an AWS secret key and as random: not a digest in hex, and no path
            Rule.exact(
                    List.of(),
                    "(?<![A-Za-z0-9/+=._-])(?=[a-z0-9/+]{0,39}[A-Z])(?=[A-Z0-9/+]{0,39}[a-z])(?=[A-Za-z/+]{0,39}[0-9])"
                            + "[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=._-])",
                    GONE),
            // longer than any name, and as random: session tokens, keys without their frame
            Rule.exact(
                    List.of(),
                    "(?<![A-Za-z0-9/+=_-])(?=[a-z0-9/+_-]{0,99}[A-Z])(?=[A-Z0-9/+_-]{0,99}[a-z])(?=[A-Za-z/+_-]{0,99}[0-9])"
                            + "[A-Za-z0-9/+_-]{100,16000}+={0,2}",
                    GONE));

    private static final Pattern SECRET_NAME = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

    /** Whether the value of what has this name is a secret. */
    static boolean isSecretName(String name) {
        return SECRET_NAME.matcher(name).find();
    }

    private Rules() {}
}
