/**
 * Starts the lab (the simulated vCenter and AWS of {@code lab/}) for tests, and speaks its control interface: faults, hold
 * points, virtual machines, and what AWS's side holds. Shared by the tests of every module; no product code depends on it.
 */
package io.github.migrationconnector.lab;
