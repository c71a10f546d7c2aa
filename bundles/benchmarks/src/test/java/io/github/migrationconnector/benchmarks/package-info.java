/** Inner loops, measured by JMH. */
package io.github.migrationconnector.benchmarks;
