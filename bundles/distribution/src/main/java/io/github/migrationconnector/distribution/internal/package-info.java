/** The parts of the lay-out: the list of what is carried, the audit of each jar, the files. */
package io.github.migrationconnector.distribution.internal;
