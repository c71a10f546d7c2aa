package io.github.migrationconnector.consolemenu.internal.desk;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads a line as a person types it: with backspace, Ctrl-U to begin anew, Ctrl-C to drop it. Keys with arrows do nothing. */
final class LineEditor {
    private static final int MOST_BYTES = 1024;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int BACKSPACE = 8;
    private static final int NEW_LINE = 10;
    private static final int RETURN = 13;
    private static final int CTRL_U = 21;
    private static final int ESCAPE = 27;
    private static final int SPACE = 32;
    private static final int DELETE = 127;
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private final Keys keys;
    private final PrintWriter out;
    private final int idleSeconds;

    LineEditor(Keys keys, PrintWriter out, int idleSeconds) {
        this.keys = keys;
        this.out = out;
        this.idleSeconds = idleSeconds;
    }

    String line(String question) {
        Line line = new Line(seconds -> question, true, Integer.MAX_VALUE);
        return new String(line.read().orElseThrow(IdleException::new));
    }

    char[] secret(String question) {
        return new Line(seconds -> question, false, Integer.MAX_VALUE).read().orElseThrow(IdleException::new);
    }

    /** Empty when the time was over. */
    Optional<String> line(IntFunction<String> question, int seconds) {
        return new Line(question, true, seconds).read().map(String::new);
    }

    /** Looks at the keys for so long; drops all but Ctrl-C. */
    void pause(int seconds) {
        int left = seconds;
        while (left > 0) {
            int key = keys.next();
            if (key == CTRL_C) {
                throw new CancelledException();
            }
            if (key == Keys.SILENCE) {
                left--;
            }
        }
    }

    /** One line while it is typed. */
    private final class Line {
        private final IntFunction<String> question;
        private final boolean seen;
        private final int limitSeconds;
        private final Typed typed = new Typed();
        private String drawn = "";
        private int passed;
        private int silent;

        Line(IntFunction<String> question, boolean seen, int limitSeconds) {
            this.question = question;
            this.seen = seen;
            this.limitSeconds = limitSeconds;
        }

        Optional<char[]> read() {
            draw();
            try {
                while (true) {
                    int key = keys.next();
                    if (key == Keys.SILENCE) {
                        if (isOver()) {
                            return Optional.empty();
                        }
                    } else if (key == RETURN || key == NEW_LINE) {
                        return Optional.of(typed.text());
                    } else {
                        silent = 0;
                        take(key);
                    }
                }
            } finally {
                typed.clear();
                out.println();
                out.flush();
            }
        }

        /** A second of silence. */
        private boolean isOver() {
            passed++;
            silent++;
            if (silent >= idleSeconds) {
                throw new IdleException();
            }
            if (passed >= limitSeconds) {
                return true;
            }
            if (limitSeconds < Integer.MAX_VALUE) {
                draw();
            }
            return false;
        }

        private void take(int key) {
            switch (key) {
                case CTRL_C -> throw new CancelledException();
                case CTRL_D -> {
                    if (typed.isEmpty()) {
                        throw new CancelledException();
                    }
                }
                case BACKSPACE, DELETE -> rub(typed.dropLast() ? 1 : 0);
                case CTRL_U -> rub(typed.clear());
                case ESCAPE -> skipSequence();
                default -> {
                    if (key >= SPACE && typed.add(key) && seen) {
                        echo();
                    }
                }
            }
            out.flush();
        }

        private void echo() {
            typed.shown().ifPresent(out::print);
        }

        private void rub(int characters) {
            if (seen) {
                out.print("\b \b".repeat(characters));
            }
        }

        /** Unless it stands there already. */
        private void draw() {
            String asked = question.apply(limitSeconds - passed);
            if (!asked.equals(drawn)) {
                drawn = asked;
                out.print('\r' + asked + ": " + (seen ? new String(typed.text()) : ""));
                out.flush();
            }
        }
    }

    /** ECMA-48, section 5.4: a control sequence ends with a byte from 64 on. */
    private void skipSequence() {
        int key = keys.next();
        if (key != '[' && key != 'O') {
            return;
        }
        do {
            key = keys.next();
        } while (key >= SPACE && key < '@');
    }

    /** The bytes of a line in UTF-8. */
    private static final class Typed {
        private final byte[] bytes = new byte[MOST_BYTES];
        private int length;

        boolean isEmpty() {
            return length == 0;
        }

        /** Whether there was room. */
        boolean add(int key) {
            if (length == MOST_BYTES) {
                return false;
            }
            bytes[length++] = (byte) key;
            return true;
        }

        /** The last character, once all of its bytes are there. */
        Optional<String> shown() {
            int start = lastStart();
            String text = new String(bytes, start, length - start, StandardCharsets.UTF_8);
            return text.indexOf('\uFFFD') >= 0 ? Optional.empty() : Optional.of(text);
        }

        private int lastStart() {
            int start = length - 1;
            while (start > 0 && (bytes[start] & CONTINUATION_MASK) == CONTINUATION) {
                start--;
            }
            return start;
        }

        /** Whether there was one. */
        boolean dropLast() {
            if (length == 0) {
                return false;
            }
            int start = lastStart();
            Arrays.fill(bytes, start, length, (byte) 0);
            length = start;
            return true;
        }

        /** How many characters there were. */
        int clear() {
            int characters = text().length;
            Arrays.fill(bytes, (byte) 0);
            length = 0;
            return characters;
        }

        char[] text() {
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
            char[] text = new char[decoded.remaining()];
            decoded.get(text);
            Arrays.fill(decoded.array(), '\0');
            return text;
        }
    }
}
