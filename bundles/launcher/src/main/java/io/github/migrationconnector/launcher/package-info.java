/** Starts the framework from a bundle set, as the daemon or for one command. */
package io.github.migrationconnector.launcher;
