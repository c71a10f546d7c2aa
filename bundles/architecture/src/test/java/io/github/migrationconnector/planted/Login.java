package io.github.migrationconnector.planted;

/** Breaks: the text form of a record shows its components. */
record Login(String name, String password) {}
