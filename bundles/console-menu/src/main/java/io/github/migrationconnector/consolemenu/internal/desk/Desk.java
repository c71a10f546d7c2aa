package io.github.migrationconnector.consolemenu.internal.desk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The person at the terminal. Every question throws {@link CancelledException} at Ctrl-C, {@link IdleException} when nobody
 * types, {@link LeftException} when the terminal is gone.
 */
public interface Desk {
    /** Plain terminals have no more columns. */
    int WIDTH = 80;

    /** Says a line; a long one goes on in the next, at a word. What a terminal would obey is left out. */
    void say(String line);

    /** Empties the screen. */
    void clear();

    /** What is typed, without spaces around it. */
    String ask(String question);

    /** What is typed; the line that is offered when nothing is. */
    default String ask(String question, String offered) {
        String typed = ask(offered.isEmpty() ? question : question + " [" + offered + "]");
        return typed.isEmpty() ? offered : typed;
    }

    /** The same, unseen. The caller clears it. */
    char[] askSecret(String question);

    /**
     * A question that is asked as long as there is time.
     *
     * @param question by the seconds that are left
     * @return empty when the time was over
     */
    Optional<String> askWithin(IntFunction<String> question, int seconds);

    /** Waits, awake for Ctrl-C. */
    void pause(int seconds);

    /** Lends the terminal to a program until it ends. */
    void lend(List<String> command) throws IOException;

    /** Whether the answer is yes; nothing typed is no. */
    default boolean agrees(String question) {
        String typed = ask(question + " (yes/no)");
        return typed.equalsIgnoreCase("yes") || typed.equalsIgnoreCase("y");
    }
}
