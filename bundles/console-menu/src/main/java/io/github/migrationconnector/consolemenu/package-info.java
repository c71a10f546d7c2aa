/** The menu on the machine's console and over SSH. */
package io.github.migrationconnector.consolemenu;
