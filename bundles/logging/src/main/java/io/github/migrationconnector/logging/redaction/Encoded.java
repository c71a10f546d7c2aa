package io.github.migrationconnector.logging.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks into what is encoded in a text: a secret with its name around it is no less one in Base64. */
final class Encoded {
    /** What is encoded twice is found, what is encoded more often is nobody's accident. */
    private static final int DEEPEST = 2;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{12,16000}+={0,2}");
    private static final Pattern PERCENT =
            Pattern.compile("[^\\s\"'<>\\\\]{0,8000}?%[0-9A-Fa-f]{2}[^\\s\"'<>\\\\]{0,8000}+");
    private static final int HEX = 16;

    private Encoded() {}

    static String redact(String text, Redactor redactor, int depth) {
        if (depth >= DEEPEST) {
            return text;
        }
        String clean = text;
        if (clean.indexOf('%') >= 0) {
            clean = PERCENT.matcher(clean)
                    .replaceAll(found -> Matcher.quoteReplacement(withoutPercent(found.group(), redactor, depth)));
        }
        return BASE64.matcher(clean)
                .replaceAll(found -> Matcher.quoteReplacement(withoutBase64(found.group(), redactor, depth)));
    }

    private static String withoutPercent(String token, Redactor redactor, int depth) {
        Optional<String> inside = text(unescaped(token));
        if (inside.isEmpty() || inside.get().equals(token)) {
            return token;
        }
        String clean = redactor.redact(inside.get(), depth + 1);
        // back in one word of plain characters: it may stand in a URL or in JSON
        return clean.equals(inside.get()) ? token : clean.replaceAll("[\\s\"'<>\\\\\\p{Cntrl}]", "_");
    }

    private static byte[] unescaped(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < token.length()) {
            char here = token.charAt(at);
            if (here == '%'
                    && at + 2 < token.length()
                    && Character.digit(token.charAt(at + 1), HEX) >= 0
                    && Character.digit(token.charAt(at + 2), HEX) >= 0) {
                bytes.write(Integer.parseInt(token.substring(at + 1, at + 3), HEX));
                at += 3;
            } else {
                int point = token.codePointAt(at);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(point);
            }
        }
        return bytes.toByteArray();
    }

    private static String withoutBase64(String token, Redactor redactor, int depth) {
        String plain = token.replace("=", "").replace('-', '+').replace('_', '/');
        if (plain.length() % 4 == 1) {
            return token;
        }
        try {
            Optional<String> inside = text(Base64.getDecoder().decode(plain));
            return inside.isEmpty() || redactor.redact(inside.get(), depth + 1).equals(inside.get())
                    ? token
                    : Redactor.REDACTED;
        } catch (IllegalArgumentException notBase64) {
            return token;
        }
    }

    /** Bytes as a text, when they are one. */
    private static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean readable = text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
            return readable ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
