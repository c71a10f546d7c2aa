/** The launcher's parts: the home, the bundle set, the framework, the certificate, the port. */
package io.github.migrationconnector.launcher.internal;
