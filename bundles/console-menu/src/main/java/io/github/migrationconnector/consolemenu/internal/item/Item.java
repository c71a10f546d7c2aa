package io.github.migrationconnector.consolemenu.internal.item;

/** One thing that the menu does. */
public interface Item {
    /** At most 34 characters, so that two stand side by side. */
    String title();

    /**
     * Does it, with questions.
     *
     * @throws io.github.migrationconnector.consolemenu.internal.TroubleException when it could not be done
     */
    void run();

    /** One that needs no class of its own. */
    static Item of(String title, Runnable work) {
        return new Item() {
            @Override
            public String title() {
                return title;
            }

            @Override
            public void run() {
                work.run();
            }
        };
    }
}
