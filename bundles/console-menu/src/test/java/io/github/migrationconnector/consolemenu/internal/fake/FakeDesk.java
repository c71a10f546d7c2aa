package io.github.migrationconnector.consolemenu.internal.fake;

import io.github.migrationconnector.consolemenu.internal.desk.CancelledException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.desk.IdleException;
import io.github.migrationconnector.consolemenu.internal.desk.LeftException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Somebody who types what was planned, then leaves. */
public final class FakeDesk implements Desk {
    /** Typed for Ctrl-C, for nothing at all, and for letting the time of a question pass. */
    public static final String CTRL_C = "<ctrl-c>";

    public static final String NOTHING = "<nothing>";
    public static final String TIME_OVER = "<time over>";

    private final Deque<String> planned = new ArrayDeque<>();

    /** Everything that stood on the screen, questions included. */
    public final List<String> seen = new ArrayList<>();

    public final List<List<String>> lent = new ArrayList<>();

    /** The seconds of each question that had a limit. */
    public final List<Integer> limits = new ArrayList<>();

    public int cleared;
    public int paused;

    public FakeDesk(String... typed) {
        planned.addAll(List.of(typed));
    }

    private String typed(String question) {
        seen.add(question);
        String next = Optional.ofNullable(planned.poll()).orElseThrow(LeftException::new);
        if (next.equals(CTRL_C)) {
            throw new CancelledException();
        }
        if (next.equals(NOTHING)) {
            throw new IdleException();
        }
        return next;
    }

    /** Whether all that was planned was asked for. */
    public boolean isDone() {
        return planned.isEmpty();
    }

    public String text() {
        return String.join("\n", seen);
    }

    @Override
    public void say(String line) {
        seen.add(line);
    }

    @Override
    public void clear() {
        cleared++;
    }

    @Override
    public String ask(String question) {
        return typed(question);
    }

    @Override
    public char[] askSecret(String question) {
        return typed(question).toCharArray();
    }

    @Override
    public Optional<String> askWithin(IntFunction<String> question, int seconds) {
        limits.add(seconds);
        return Optional.of(typed(question.apply(seconds))).filter(text -> !text.equals(TIME_OVER));
    }

    @Override
    public void pause(int seconds) {
        paused += seconds;
    }

    @Override
    public void lend(List<String> command) {
        lent.add(command);
    }
}
