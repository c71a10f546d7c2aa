package io.github.migrationconnector.planted;

/** Keeps the rules: its text form is its own. */
record GoodLogin(String name, String password) {
    private static final String SHOWN = "login of ";

    @Override
    public String toString() {
        return SHOWN + name;
    }
}
