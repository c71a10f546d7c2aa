/** Lays out the distribution at build time; no part of it. */
package io.github.migrationconnector.distribution;
