/** The {@code connector} command. */
package io.github.migrationconnector.commandline;
